"""Whoever attends: their record, what is left of one that was merged, and who is asked to have an account."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower

from people.models.organisation import Agency
from people.models.workforce import Role, TargetGroup


class PersonQuerySet(models.QuerySet["Person"]):
    """Sentences about many people."""

    def reached_at(self, address: str) -> PersonQuerySet:
        """Those who have that e-mail address, whatever its capitals: on their account, or without one on record."""
        return self.filter(Q(user__email__iexact=address) | Q(user=None, email__iexact=address))

    def with_invitation(self, *, at: datetime) -> PersonQuerySet:
        """Each with `invited_at`: when they were asked to have an account, if that can still be accepted."""
        invited = Invitation.objects.open(at=at).filter(person=OuterRef("pk"))
        return self.annotate(invited_at=Subquery(invited.values("made_at")[:1]))


PeopleManager = models.Manager.from_queryset(PersonQuerySet)


class PeopleOnRecord(PeopleManager["Person"]):
    """Those of whom it is known who they are: of who was erased a number is left, which is nobody to look for."""

    def get_queryset(self) -> PersonQuerySet:
        """Django's, without those who were erased."""
        return PersonQuerySet(self.model, using=self._db).filter(erased_at=None)


class Person(models.Model):
    """Whoever attends, with an account or without one.

    Of somebody who was erased the row is left, with what the report counts and no more: rows that name them still do.
    """

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
    manager_email = models.EmailField(
        blank=True, help_text="Their line manager's, who is told what becomes of their places."
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeopleOnRecord()
    everybody = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(user=None, code=None, first_name="", last_name="", email="", job_title="", manager_email=""),
                name="nothing_is_left_of_who_was_erased",
            ),
        ]
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


class Erasure(models.Model):
    """That a record was erased: by its mark it is found again in a backup, by its keys in a records package.

    Nothing else is kept, so that whoever reads it alone learns of nobody. people/erasing.py writes it.
    """

    uid = models.UUIDField(unique=True)
    codes = models.JSONField(default=list, blank=True)
    erased_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Erased on {self.erased_at:%Y-%m-%d}"


class TwoPeople(models.Model):
    """Two records that look alike and are of two people, as somebody said; for as long as the same makes them alike.

    people/duplicates.py makes and ends them; the reason is in the trail.
    """

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    alike = models.BigIntegerField(help_text="A digest of what makes them alike.")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "-pk"]
        verbose_name_plural = "two people"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="two_people_are_said_to_be_two_once"),
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")), name="of_two_people_the_older_record_is_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


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
