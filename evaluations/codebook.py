"""The codebook: the themes that comments are counted under. The only module that changes a Theme.

Each change says why, for the board asks later why figures by theme can't be compared. No theme is ever deleted.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F
from django.utils.text import slugify

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from evaluations.models import Comment, Theme
from evaluations.models_comments import ThemeQuerySet


class NameTaken(Refusal):
    """Two themes of one name could not be told apart."""


class NotInUse(Refusal):
    """The theme is retired: no comment is given it any more."""


class SameTheme(Refusal):
    """A theme can't be merged into itself."""


class NoReason(Refusal):
    """A change of the codebook needs a reason."""


def in_order() -> ThemeQuerySet:
    """Every theme with `times`, the comments that have it, and `suggested_times`: those in use first."""
    themes = Theme.objects.annotate(times=Count("comments")).select_related("merged_into")
    return themes.order_by(F("retired_at").asc(nulls_first=True), "position", "pk")


@once.change
def add(name: str, description: str, keywords: str, *, by: Actor, at: datetime, reason: str) -> Theme:
    """A new theme behind all others; its code, by which packages and reports know it, is made of its name."""
    _demand_reason(reason)
    themes = _locked()
    _demand_free(name, themes)
    theme = Theme(
        code=_free_code(name, themes),
        name=name,
        description=description,
        keywords=keywords,
        position=len(themes) + 1,
    )
    theme.save()
    _put_in_order([*themes, theme])
    audit.record("codebook.add", theme, by=by, at=at, reason=reason, code=theme.code)
    _suggest_anew()
    return theme


@once.change
def change(theme: Theme, name: str, description: str, keywords: str, *, by: Actor, at: datetime, reason: str) -> Theme:
    """Say otherwise what the theme is called, and what speaks of it. Compiled reports keep the name of then."""
    _demand_reason(reason)
    themes = _locked()
    theme = _as_it_is(theme, themes)
    _demand_free(name, [other for other in themes if other != theme])
    before, (theme.name, theme.description, theme.keywords) = theme.name, (name, description, keywords)
    theme.save(update_fields=["name", "description", "keywords"])
    audit.record("codebook.change", theme, by=by, at=at, reason=reason, was=before)
    _suggest_anew()
    return theme


@once.change
def move(theme: Theme, *, up: bool, by: Actor, at: datetime) -> Theme:
    """Let the theme change places with the one in use above or below it; at the end of the list nothing happens."""
    themes = _locked()
    theme = _as_it_is(theme, themes)
    used = [each for each in themes if each.retired_at is None or each == theme]
    where = used.index(theme)
    other = used[max(where - 1, 0) if up else min(where + 1, len(used) - 1)]
    first, second = themes.index(theme), themes.index(other)
    themes[first], themes[second] = other, theme
    _put_in_order(themes)
    audit.record("codebook.move", theme, by=by, at=at, up=up)
    return theme


@once.change
def retire(theme: Theme, *, by: Actor, at: datetime, reason: str) -> Theme:
    """Give the theme to no comment any more; those that have it keep it."""
    _demand_reason(reason)
    theme = _as_it_is(theme, _locked())
    if theme.retired_at:
        raise NotInUse(f"“{theme}” is retired already.")
    _retire(theme, at=at, merged_into=None)
    audit.record("codebook.retire", theme, by=by, at=at, reason=reason)
    return theme


@once.change
def restore(theme: Theme, *, by: Actor, at: datetime, reason: str) -> Theme:
    """Give the theme to comments again. What was merged into another theme stays there."""
    _demand_reason(reason)
    theme = _as_it_is(theme, _locked())
    theme.retired_at = theme.merged_into = None
    theme.save(update_fields=["retired_at", "merged_into"])
    audit.record("codebook.restore", theme, by=by, at=at, reason=reason)
    _suggest_anew()
    return theme


@once.change
def merge(theme: Theme, into: Theme, *, by: Actor, at: datetime, reason: str) -> Theme:
    """Give all comments of the theme the other one, also those that packages bring under its code; it is retired."""
    _demand_reason(reason)
    themes = _locked()
    theme, into = _as_it_is(theme, themes), _as_it_is(into, themes)
    if theme == into:
        raise SameTheme("Choose another theme: one can’t be merged into itself.")
    if into.retired_at:
        raise NotInUse(f"“{into}” is retired. Choose a theme that is in use.")
    moved = Comment.objects.filter(theme=theme).update(theme=into)
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    _retire(theme, at=at, merged_into=into)
    audit.record("codebook.merge", theme, by=by, at=at, reason=reason, into=into.code, comments=moved)
    return into


def where_merged() -> dict[int, int]:
    """The themes that were merged, with those that stand for them."""
    merged = Theme.objects.filter(merged_into__isnull=False)
    return {theme: into or 0 for theme, into in merged.values_list("pk", "merged_into")}


def _retire(theme: Theme, *, at: datetime, merged_into: Theme | None) -> None:
    theme.retired_at, theme.merged_into = theme.retired_at or at, merged_into
    theme.save(update_fields=["retired_at", "merged_into"])
    Comment.objects.filter(suggested=theme).update(suggested=None, matched="")
    _suggest_anew()


def _suggest_anew() -> None:
    """What has no theme yet is read once more, by the codebook as it is now."""
    Comment.objects.without_theme().filter(read_at__isnull=False).update(read_at=None)


def _locked() -> list[Theme]:
    """The whole codebook in its order, locked until the open transaction ends: names and order are of all together."""
    return list(Theme.objects.select_for_update().order_by("position", "pk"))


def _as_it_is(theme: Theme, themes: Iterable[Theme]) -> Theme:
    return next(each for each in themes if each.pk == theme.pk)


def _put_in_order(themes: list[Theme]) -> None:
    for position, theme in enumerate(themes, start=1):
        theme.position = position
    Theme.objects.bulk_update(themes, ["position"])


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise NoReason("Say why: the reason is kept, for those who ask later.")


def _demand_free(name: str, others: Iterable[Theme]) -> None:
    if any(other.name.casefold() == name.casefold() for other in others):
        raise NameTaken(f"There is a theme called “{name}” already.")


def _free_code(name: str, themes: Iterable[Theme]) -> str:
    code, taken = slugify(name)[:50] or "theme", {theme.code for theme in themes}
    number = 2
    while (free := code if number == 2 else f"{code}-{number - 1}") in taken:
        number += 1
    return free
