"""Agencies, the classifications of the workforce, users and their duties, people and their equality answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.functional import cached_property


class Sector(models.Model):
    """A part of the children's workforce that agencies belong to: health, education, police."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Sentences about many agencies."""

    def current(self) -> AgencyQuerySet:
        """Those that were not merged into another."""
        return self.filter(successor=None)


class AgencyKind(models.Model):
    """A kind of organisation, as the board's prices tell them apart: a school, a business, one from elsewhere."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An organisation whose practitioners come: a trust, a force, a school service, a group of churches."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="agencies")
    hard_to_reach = models.BooleanField(null=True, help_text="Too few of its people come: the report looks out for it.")
    contributes = models.BooleanField(null=True, help_text="Pays into the board's budget, so its places are free.")
    kind = models.ForeignKey(
        AgencyKind,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agencies",
        verbose_name="kind of organisation",
        help_text="If it does not contribute, what its places cost. Blank: what the policy says of all others.",
    )
    workforce = models.PositiveIntegerField(null=True, blank=True, help_text="How many people it could send.")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(condition=~Q(successor=models.F("pk")), name="agency_does_not_succeed_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class TargetGroupScheme(models.Model):
    """An edition of the classification of the workforce by its contact with children."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_scheme"),
        ]

    def __str__(self) -> str:
        return self.name


class TargetGroup(models.Model):
    """One group of the classification, by role and never by agency: group 3 works predominantly with children."""

    scheme = models.ForeignKey(TargetGroupScheme, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_target_group_a_code_and_scheme")]

    def __str__(self) -> str:
        return f"Group {self.code}: {self.name}"


class Role(models.Model):
    """What somebody is at work, as the report tells them apart: practitioner, manager or other."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class EthnicGroup(models.Model):
    """A harmonised ethnic group of the Government Statistical Service, and what it rolls up to when published."""

    class RollUp(models.TextChoices):
        WHITE_BRITISH = "white-british", "White British"
        OTHER_WHITE = "other-white", "Other White"
        OTHER_ETHNIC_GROUPS = "other-ethnic-groups", "Other ethnic groups"
        PREFER_NOT_TO_SAY = "prefer-not-to-say", "Prefer not to say"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    roll_up = models.CharField(max_length=30, choices=RollUp)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the user name, whatever its capitals."""

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

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in with that address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Who signs in. What they may do is said by their duties; who they are at work, by their Person."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_address_whatever_its_capitals")]

    def __str__(self) -> str:
        return self.email

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


class PersonQuerySet(models.QuerySet["Person"]):
    """Sentences about many people."""

    def reached_at(self, address: str) -> PersonQuerySet:
        """Those who have that e-mail address, whatever its capitals: on their account, or without one on record."""
        return self.filter(Q(user__email__iexact=address) | Q(user=None, email__iexact=address))

    def with_invitation(self, *, at: datetime) -> PersonQuerySet:
        """Each with `invited_at`: when they were asked to have an account, if that can still be accepted."""
        invited = Invitation.objects.open(at=at).filter(person=OuterRef("pk"))
        return self.annotate(invited_at=Subquery(invited.values("made_at")[:1]))


class Person(models.Model):
    """Whoever attends, with an account or without one."""

    class WorksWith(models.TextChoices):
        CHILDREN = "children", "Children"
        ADULTS = "adults", "Adults"
        BOTH = "both", "Both"

    code = models.CharField(max_length=60, unique=True, null=True, blank=True, help_text="Its key in records packages.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True, help_text="Of somebody without an account; an account has its own.")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    job_title = models.CharField(max_length=200, blank=True)
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    target_group = models.ForeignKey(
        TargetGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    works_with = models.CharField(max_length=10, choices=WorksWith, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(Lower("email"), name="people_by_email"),
            models.Index("last_name", name="people_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name; the code, or a number, of somebody whose name isn't on record."""
        return f"{self.first_name} {self.last_name}".strip() or self.code or f"Person {self.pk}"

    @property
    def address(self) -> str:
        """Where letters go: to the account, which knows when the address changes, else to that on record, if any."""
        return self.user.email if self.user else self.email


class FormerPerson(models.Model):
    """What is left of a record that was merged into another: its number and its key, which lead to the kept one."""

    number = models.PositiveBigIntegerField(unique=True)
    code = models.CharField(max_length=60, unique=True, null=True, blank=True, help_text="Its key in records packages.")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "former people"

    def __str__(self) -> str:
        return f"{self.number}, now {self.person}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Sentences about many invitations."""

    def unanswered(self) -> InvitationQuerySet:
        """Those that were neither accepted nor withdrawn."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, *, at: datetime) -> InvitationQuerySet:
        """Those that can be accepted."""
        return self.unanswered().filter(lapses_at__gt=at)


class Invitation(models.Model):
    """Somebody on record asked to have an account: by a link that is good once and for a time, kept as its hash."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations_made"
    )
    made_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    link = models.CharField(max_length=64, blank=True, help_text="The hash of the link in the letter, once written.")
    sent_to = models.EmailField(blank=True, help_text="Whoever has the link has this address.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_unanswered_invitation_a_person",
            ),
            models.UniqueConstraint(fields=["link"], condition=~Q(link=""), name="one_invitation_a_link"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_is_accepted_or_withdrawn_not_both",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, withdrawn_at=None) | Q(link="", sent_to=""),
                name="an_answered_invitation_has_no_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.made_at:%Y-%m-%d}"


class EqualityAnswer(models.Model):
    """One person's equality answers, apart from the person: the key is an HMAC made with a secret kept elsewhere.

    There is no foreign key on purpose (people/equality.py): the database alone joins these answers to nobody.
    """

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        OTHER = "other", "Other"
        PREFER_NOT_TO_SAY = "prefer-not-to-say", "Prefer not to say"

    key = models.CharField(max_length=64, primary_key=True)
    sex = models.CharField(max_length=20, choices=Sex, blank=True)
    ethnic_group = models.CharField(max_length=60, blank=True, help_text="The code of an EthnicGroup.")
    withdrawn = models.BooleanField(default=False, help_text="They said that no answers of theirs may be used.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(sex="", ethnic_group=""), name="withdrawn_answers_are_gone"
            ),
        ]

    def __str__(self) -> str:
        return "Equality answers"
