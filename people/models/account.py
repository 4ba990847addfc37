"""Who signs in, and what they are entrusted with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from people.models.organisation import Agency


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the user name, whatever its capitals. Who was erased is not among them."""

    def get_queryset(self) -> models.QuerySet[User]:
        """Django's, without the numbers that are left of accounts that were erased."""
        return super().get_queryset().filter(erased_at=None)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who may sign in with `email` and `password`; with none given, not until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """The first administrator, who gives the others their duties, for `manage.py createsuperuser`."""
        user = self.create_user(email, password, **fields)
        Duty.objects.create(user=user, kind=Duty.Kind.ADMINISTRATOR)
        return user

    def managers(self) -> models.QuerySet[User]:
        """Whoever plans training and may sign in, each once."""
        return self.filter(is_active=True, duties__kind=Duty.Kind.MANAGER).distinct().order_by("pk")

    def leads_of(self, agency: int) -> models.QuerySet[User]:
        """Whoever speaks for the agency of that id and may sign in, each once."""
        leads = self.filter(is_active=True, duties__kind=Duty.Kind.LEAD, duties__agency=agency)
        return leads.distinct().order_by("pk")

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in with that address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Who signs in. What they may do is said by their duties; who they are at work, by their Person."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    everybody: ClassVar[models.Manager[User]] = models.Manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_an_address_whatever_its_capitals"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_active=False), name="an_erased_account_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"Account {self.pk}, ended" if self.erased_at else self.email

    @property
    def actor_ref(self) -> str:
        """How the audit trail names this user."""
        return f"user:{self.pk}"

    @property
    def is_staff(self) -> bool:
        """Whether the reference data pages open, as Django asks."""
        return self.has_duty(Duty.Kind.ADMINISTRATOR)

    @cached_property
    def entrusted(self) -> frozenset[tuple[str, int | None]]:
        """The user's duties as (kind, id of the agency they are for), read once a request."""
        return frozenset((kind, agency) for kind, agency, _ in self._duties_and_factors)

    @property
    def has_second_factor(self) -> bool:
        """Whether somebody with duties has an authenticator app or a passkey; recovery codes alone are none."""
        return any(factor in {"totp", "webauthn"} for *_, factor in self._duties_and_factors)

    @cached_property
    def _duties_and_factors(self) -> list[tuple[str, int | None, str | None]]:
        """One query for both, of those alone who have duties (people/backends.py knows)."""
        if not getattr(self, "is_entrusted", True):
            return []
        return list(self.duties.values_list("kind", "agency_id", "user__authenticator__type"))

    @property
    def led_agencies(self) -> set[int]:
        """The ids of the agencies that the user leads."""
        return {agency for kind, agency in self.entrusted if kind == Duty.Kind.LEAD and agency and self.is_active}

    def has_duty(self, *kinds: str) -> bool:
        """Whether the user has been entrusted with one of these kinds of duty."""
        return self.is_active and any(kind in kinds for kind, _ in self.entrusted)


class Duty(models.Model):
    """What a user is entrusted with, beyond being a practitioner; one user may have several."""

    class Kind(models.TextChoices):
        LEAD = "lead", "Agency lead"
        TRAINER = "trainer", "Trainer"
        MANAGER = "manager", "Training manager"
        BOARD = "board", "Board member"
        ADMINISTRATOR = "administrator", "Administrator"
        SAFEGUARDING = "safeguarding", "Designated lead"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=20, choices=Kind)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "agency"], name="one_duty_a_user_kind_and_agency"),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(agency=None), name="one_duty_a_user_and_kind_without_agency"
            ),
            models.CheckConstraint(
                condition=Q(kind="lead", agency__isnull=False) | (~Q(kind="lead") & Q(agency=None)),
                name="a_lead_has_an_agency_and_nobody_else_has",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display() if self.agency is None else f"{self.get_kind_display()}, {self.agency}"
