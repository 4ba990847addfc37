"""The reference data pages as administrators get them: little can be deleted, and every act is on the trail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.models import AuditEntry, OutgoingMail

admin.site.site_header = admin.site.site_title = "Turnout: reference data"
admin.site.index_title = "Reference data"


class ForAdministrators(BaseModelAdmin[Any]):
    """Whoever may open these pages at all may do here what `may_add`, `may_change` and `may_delete` say."""

    may_add = True
    may_change = True
    may_delete = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Listed for every administrator."""
        return admin.site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Seen by every administrator."""
        return admin.site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Added to by administrators, where that is not the business of a module."""
        return self.may_add and admin.site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Changed by administrators, where that is not the business of a module."""
        return self.may_change and admin.site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Deleted by administrators only where a class says so; what is in use is protected by the database."""
        return self.may_delete and admin.site.has_permission(request)


class ReferenceInline(ForAdministrators, admin.StackedInline[Any, Any]):
    """Rows that are kept on the page of what they belong to, one below the other: so each field has its label."""

    extra = 0
    may_delete = True


class ReferenceAdmin(ForAdministrators, admin.ModelAdmin[Any]):
    """A page of reference data. `settled` names the fields that are said once, when a row is added.

    Django's own log of admin actions would keep names for ever; the trail keeps references, and is shown as history.
    """

    settled: tuple[str, ...] = ()
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """What no form changes, and what isn't changed once it is there."""
        return (*super().get_readonly_fields(request, obj), *(self.settled if obj else ()))

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """Put it on the trail."""
        _record("reference.add", obj, request)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """Put it on the trail: which fields and rows, not what is in them."""
        _record("reference.change", obj, request, fields=", ".join(_touched(message)))

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:  # type: ignore[override]
        """Put each on the trail."""
        for obj in queryset:
            _record("reference.delete", obj, request)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The trail of that row."""
        trail = reverse("admin:core_auditentry_changelist")
        return redirect(f"{trail}?{urlencode({'subject': f'{self.opts.label_lower}:{object_id}'})}")


def _record(verb: str, obj: models.Model, request: HttpRequest, **details: str) -> None:
    by: Any = request.user
    audit.record(verb, obj, by=by, at=timezone.now(), **details)


def _touched(message: list[dict[str, dict[str, Any]]]) -> list[str]:
    """The labels of the changed fields, and the kinds of the rows added, changed or deleted beside them."""
    return [name for act in message for what in act.values() for name in what.get("fields", [what.get("name", "")])]


class RecordAdmin(ReferenceAdmin):
    """What is only looked at here, for a module of the house is what changes it."""

    may_add = may_change = False


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin):
    """Who did what to which, when and why."""

    list_display = ("at", "actor", "verb", "subject", "reason")
    list_filter = ("verb",)
    search_fields = ("actor", "subject")
    date_hierarchy = "at"


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RecordAdmin):
    """The letters that are due, were sent, or found nobody."""

    list_display = ("letter", "due_at", "sent_at", "dropped_at", "attempts", "last_error")
    list_filter = ("letter", ("sent_at", admin.EmptyFieldListFilter))
