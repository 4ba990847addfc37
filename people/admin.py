"""Agencies, classifications, accounts and people, for administrators. Equality answers are shown to nobody."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from core.admin import RecordAdmin, ReferenceAdmin, ReferenceInline
from people.models import Agency, AgencyKind, EthnicGroup, Person, Role, Sector, TargetGroup, TargetGroupScheme, User


@admin.register(Sector, AgencyKind, Role)
class NameAndCodeAdmin(ReferenceAdmin):
    """Short lists whose codes are the keys of records packages."""

    list_display: tuple[str, ...] = ("name", "code")
    search_fields = ("name", "code")
    settled = ("code",)


@admin.register(EthnicGroup)
class EthnicGroupAdmin(NameAndCodeAdmin):
    """The harmonised groups and what each rolls up to."""

    list_display = ("name", "code", "roll_up")


@admin.register(Agency)
class AgencyAdmin(NameAndCodeAdmin):
    """The organisations; one that was merged names its successor."""

    list_display = ("name", "code", "sector", "contributes", "kind", "hard_to_reach", "workforce", "successor")
    list_filter = ("sector", "contributes", "kind", "hard_to_reach")
    list_select_related = ("sector", "kind", "successor")
    autocomplete_fields = ("successor",)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """What was merged can't be undone by naming another successor: its people are elsewhere."""
        merged = ("successor",) if isinstance(obj, Agency) and obj.merged_at else ()
        return (*super().get_readonly_fields(request, obj), *merged)


class TargetGroupInline(ReferenceInline):
    """The groups of one edition."""

    model = TargetGroup
    may_delete = False


@admin.register(TargetGroupScheme)
class TargetGroupSchemeAdmin(NameAndCodeAdmin):
    """The editions of the classification; one is current."""

    list_display = ("name", "code", "is_current")
    inlines = (TargetGroupInline,)


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Accounts, to be found by their address: what is done with them is done on the page of people and duties."""

    list_display = ("email", "is_active", "last_login", "date_joined")
    list_filter = ("is_active",)
    search_fields = ("email",)
    ordering = ("email",)
    fields = ("email", "is_active", "last_login", "date_joined")


@admin.register(Person)
class PersonAdmin(ReferenceAdmin):
    """Whoever attends, with or without an account."""

    list_display = ("name", "address", "agency", "role", "target_group")
    list_filter = ("role", "target_group", "agency__sector")
    list_select_related = ("agency", "role", "target_group", "user")
    search_fields = ("first_name", "last_name", "email", "user__email", "code")
    autocomplete_fields = ("agency",)
    readonly_fields = ("user",)
    settled = ("code",)
