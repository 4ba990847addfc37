"""The codebook's pages: the themes that comments are counted under."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.addresses import button_on
from core.forms import ReasonForm
from core.refusals import Refusal
from evaluations import codebook
from evaluations.forms_comments import CodebookForm, MergeForm
from evaluations.models import Theme
from evaluations.tables_comments import ThemesTable
from people.requests import MemberRequest

Act = Callable[[], object]


def themes(request: MemberRequest) -> HttpResponseBase:
    """The codebook: every theme with how many comments have it."""
    table = ThemesTable(codebook.in_order())
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "evaluations/themes.html", {"table": table})


def add_theme(request: MemberRequest) -> HttpResponse:
    """Add a theme."""
    form = CodebookForm(request.POST if request.method == "POST" else None)
    add_once = codebook.add.once(request.sent, reverse("themes"))
    act = lambda: add_once(by=request.user, at=timezone.now(), **form.cleaned_data)  # noqa: E731
    if form.is_valid() and _done(request, form, act, "The theme is added, and suggested from now on."):
        return redirect("themes")
    return render(request, "evaluations/add_theme.html", {"form": form, **_back()})


def change_theme(request: MemberRequest, code: str) -> HttpResponse:
    """A theme: what it is called, what speaks of it, and what else can become of it."""
    theme = _theme(code)
    said = {"name": theme.name, "description": theme.description, "keywords": theme.keywords}
    form = CodebookForm(request.POST if request.method == "POST" else None, initial=said)
    change_once = codebook.change.once(request.sent, reverse("themes"))
    act = lambda: change_once(theme, by=request.user, at=timezone.now(), **form.cleaned_data)  # noqa: E731
    if form.is_valid() and _done(request, form, act, "The theme is changed."):
        return redirect("themes")
    return render(request, "evaluations/change_theme.html", {"form": form, "theme": theme, **_back()})


@button_on("change_theme")
def move_theme(request: MemberRequest, code: str) -> HttpResponse:
    """Move a theme up or down in the codebook."""
    move_once = codebook.move.once(request.sent, reverse("change_theme", args=[code]))
    move_once(_theme(code), up="up" in request.POST, by=request.user, at=timezone.now())
    messages.success(request, "The order of the codebook is changed.")
    return redirect("themes")


def retire_theme(request: MemberRequest, code: str) -> HttpResponse:
    """Give a theme to no comment any more; or to comments again, where it is retired."""
    theme = _theme(code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    change = codebook.restore if theme.retired_at else codebook.retire
    change_once = change.once(request.sent, reverse("themes"))
    act = lambda: change_once(theme, by=request.user, at=timezone.now(), **form.cleaned_data)  # noqa: E731
    done = "The theme is in use again." if theme.retired_at else "The theme is retired. Comments that have it keep it."
    if form.is_valid() and _done(request, form, act, done):
        return redirect("themes")
    return render(request, "evaluations/retire_theme.html", {"form": form, "theme": theme, **_back()})


def merge_theme(request: MemberRequest, code: str) -> HttpResponse:
    """Give all comments of a theme another one."""
    theme = _theme(code)
    form = MergeForm(request.POST if request.method == "POST" else None, theme)
    merge_once = codebook.merge.once(request.sent, reverse("themes"))
    act = lambda: merge_once(theme, by=request.user, at=timezone.now(), **form.cleaned_data)  # noqa: E731
    if form.is_valid() and _done(request, form, act, "The themes are one from now on."):
        return redirect("themes")
    return render(request, "evaluations/merge_theme.html", {"form": form, "theme": theme, **_back()})


def _done(request: MemberRequest, form: Any, act: Act, said: str) -> bool:
    """Whether it could be done; if not, the form says why."""
    try:
        act()
    except Refusal as refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, said)
    return True


def _back() -> dict[str, str]:
    return {"back": reverse("themes"), "back_to": "Themes"}


def _theme(code: str) -> Theme:
    return get_object_or_404(Theme.objects.select_related("merged_into"), code=code)
