"""Copies: everything that is held about one person, made from the same list as the privacy notice.

What names somebody else is a number in it, or "somebody else"; only what is about nobody is called by its name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, Q
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from config.classification import Holding, Rows
from config.personal_data import HOLDINGS, NOT_ABOUT_PEOPLE
from config.theirs import Somebody
from core import audit, once, words
from core.audit import Actor
from core.models import AuditEntry
from evaluations.models import Questionnaire
from events.models import Event
from people.accounts import TURNOUT
from people.models import Person, User

FOR_THEM_ALONE = (
    "This part is for you alone, and left out of a copy that somebody else makes. To have it, sign in and make one."
)
YOU, SOMEBODY_ELSE, A_DRAFT = "you", "somebody else", "an event that is not published yet"
SAID_BY_OTHERS = {
    "evaluations.Evaluation": Q(kind=Questionnaire.Kind.MANAGER),
    "evaluations.EvaluationLink": Q(evaluation__kind=Questionnaire.Kind.MANAGER),
    "evaluations.Comment": Q(evaluation__kind=Questionnaire.Kind.MANAGER),
}
"""Rows that lead to them, and that their line manager wrote."""


@dataclass(frozen=True)
class Line:
    """One field of a row: its name, what it is called, what it says as data, and in words."""

    name: str
    label: str
    value: Any

    @property
    def words(self) -> str:
        """As people read it."""
        return _in_words(self.value)


@dataclass(frozen=True)
class Kind:
    """The rows of one model."""

    label: str
    name: str
    rows: list[list[Line]]


@dataclass(frozen=True)
class Part:
    """One kind of thing that is kept, as the notice tells of it, with all that is held of it about somebody."""

    holding: Holding
    kinds: list[Kind]
    left_out: str
    is_sealed: bool = False


@dataclass(frozen=True)
class Copy:
    """Everything held about somebody at one moment."""

    about: str
    at: dt.datetime
    parts: list[Part]


def make(whose: Somebody, *, at: dt.datetime, for_themself: bool) -> Copy:
    """Everything held about them; what is for them alone only if they ask for it themself."""
    return Copy(str(whose), at, [_part(holding, whose, for_themself=for_themself) for holding in HOLDINGS])


@once.change
def make_for(person: Person, *, by: Actor, at: dt.datetime, reason: str) -> Copy:
    """The same, made by a manager for somebody who can't do it themself, and written down on the trail."""
    audit.record("persons.copy", person, by=by, at=at, reason=reason)
    return make(Somebody.on_record(person), at=at, for_themself=False)


def as_json(copy: Copy) -> bytes:
    """The copy as data, by the names of models and fields."""
    said = {
        "about": copy.about,
        "board": settings.BOARD_NAME,
        "at": copy.at,
        "holdings": [_part_as_data(part) for part in copy.parts],
    }
    return (json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n").encode()


def as_html(copy: Copy) -> bytes:
    """The copy as one file that stands alone, to be read."""
    sheets = "".join(render_to_string(name) for name in ("reports/standalone.css", "copies/standalone.css"))
    style = format_html("<style>{}</style>", SafeString(sheets))
    context = {"copy": copy, "style": style, "board": settings.BOARD_NAME}
    return render_to_string("copies/standalone.html", context).encode()


FORMATS = {"html": (as_html, "text/html; charset=utf-8"), "json": (as_json, "application/json")}
"""How each file is made, and what it says it is."""


def _part(holding: Holding, whose: Somebody, *, for_themself: bool) -> Part:
    if holding.alone and not for_themself:
        return Part(holding, [], FOR_THEM_ALONE, is_sealed=True)
    kinds = [kind for label, rows in holding.rows.items() if (kind := _kind(label, rows, whose)).rows]
    return Part(holding, kinds, holding.left_out)


def _kind(label: str, rows: Rows, whose: Somebody) -> Kind:
    model = apps.get_model(label)
    fields = [model._meta.get_field(name) for name in rows.handed_out]
    name = str(capfirst(rows.called or model._meta.verbose_name_plural))
    if not fields:
        return Kind(label, name, [])
    found = whose.rows(label).exclude(SAID_BY_OTHERS.get(label, Q(pk=None))).select_related(*_named_beside(fields))
    return Kind(label, name, [list(_lines(row, fields, whose)) for row in found])


def _named_beside(fields: list[Any]) -> Iterator[str]:
    """What has to be read with a row to name what it names; an event is called by its course, if by nothing else."""
    for field in fields:
        if isinstance(field, ForeignKey) and _is_about_nobody(field):
            yield f"{field.name}__course" if field.related_model is Event else field.name


def _lines(row: Model, fields: list[Any], whose: Somebody) -> Iterator[Line]:
    for field in fields:
        value = _of_the_trail(row, field.name, whose) if isinstance(row, AuditEntry) else _said(row, field, whose)
        yield Line(field.name, str(capfirst(field.verbose_name)), value)


def _said(row: Model, field: Any, whose: Somebody) -> Any:
    """What the row says in that field, without naming anybody else."""
    if not isinstance(field, ForeignKey):
        return getattr(row, f"get_{field.name}_display")() if field.choices else field.value_from_object(row)
    number = getattr(row, field.attname)
    if number is None:
        return None
    model: Any = field.related_model
    if issubclass(model, Person | User):
        return YOU if whose.is_oneself(model(pk=number)) else SOMEBODY_ELSE
    return _called(getattr(row, field.name)) if _is_about_nobody(field) else number


def _called(row: Model) -> str:
    return A_DRAFT if isinstance(row, Event) and row.status == Event.Status.DRAFT else str(row)


def _is_about_nobody(field: Any) -> bool:
    return field.related_model._meta.label in NOT_ABOUT_PEOPLE


def _of_the_trail(entry: AuditEntry, name: str, whose: Somebody) -> Any:
    """What the trail says to them: of what is theirs all but who did it; of what they did to others, what and when."""
    if name == "actor":
        by_the_house = entry.actor.startswith("system:")
        return YOU if entry.actor == whose.actor_ref else TURNOUT if by_the_house else SOMEBODY_ELSE
    is_theirs = entry.subject in whose.subjects or name in {"id", "at", "verb"}
    return getattr(entry, name) if is_theirs else None


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{words.in_words(name)}: {_in_words(said)}" for name, said in value.items())
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if value is None or isinstance(value, bool):
        return {None: "", True: "Yes", False: "No"}[value]
    if isinstance(value, dt.datetime):
        return f"{words.day(value)}, {words.clock(value)}"
    return words.day(value) if isinstance(value, dt.date) else str(value)


def _part_as_data(part: Part) -> dict[str, Any]:
    holding = part.holding
    told = ("title", "what", "purpose", "basis", "seen_by", "kept")
    rows = {kind.label: [{line.name: line.value for line in row} for row in kind.rows] for kind in part.kinds}
    return {name: getattr(holding, name) for name in told} | {"left_out": part.left_out, "rows": rows}
