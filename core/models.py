"""The rows of the ground floor: who did what to which and why, what is due or done, and which years are closed."""

from django.db import models
from django.db.models import Q


class AuditEntry(models.Model):
    """One act: who did what to which, when and why. Written once, in the act's own transaction; never changed.

    Holds references ("user:12", "events.booking:7"), no names, so that forgetting a person leaves it true. The reasons
    of what was done to somebody who is erased are taken, for people type names.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, db_index=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"


class OutgoingMail(models.Model):
    """A letter that is due: what it is and what it is about. Words and recipients are worked out when it is sent."""

    letter = models.CharField(max_length=80)
    about = models.JSONField(default=dict)
    key = models.CharField(max_length=160, unique=True, help_text="Posting the same key twice posts one letter.")
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="When there was nobody to send it to any more.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(dropped_at=None), name="mail_is_sent_or_dropped_not_both"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="unsent_mail_by_due"),
        ]
        verbose_name_plural = "outgoing mail"

    def __str__(self) -> str:
        return f"{self.letter} ({self.key})"


class SentForm(models.Model):
    """A form that was carried out: the key it came with, by whom, and where its outcome is shown (core/once.py)."""

    key = models.CharField(max_length=40, unique=True)
    sender = models.CharField(max_length=80, help_text="Who sent it, as the trail names them.")
    at = models.DateTimeField(db_index=True)
    led_to = models.TextField(blank=True, help_text="The address of what came of it.")

    def __str__(self) -> str:
        return f"{self.sender} at {self.at:%Y-%m-%d %H:%M}"


class DoneJob(models.Model):
    """A job of the calendar that was done for one due time: whoever puts the row there does it, and nobody again."""

    job = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "due_at"], name="a_job_is_done_once_a_due_time")]

    def __str__(self) -> str:
        return f"{self.job}, due {self.due_at:%Y-%m-%d %H:%M}"


class ClosedYear(models.Model):
    """A reporting year whose report is published: what it was counted from is not opened again."""

    year = models.CharField(max_length=7, unique=True)
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.year
