"""Equality answers, apart from the people who gave them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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
