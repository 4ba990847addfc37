"""What devices ask of registers by a script: the worker that shows a page without a signal, and taking in marks."""

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.refusals import Refusal
from events import queued_marks
from events.attendance import Mark
from events.forms_manage import WalkInForm
from events.models import Booking, Event
from events.queued_marks import REFUSED, QueuedMark, QueuedWalkIn, Verdict
from events.views.register import own_event, page_of
from people.requests import MemberRequest

AT_ONCE = 500
WORKER = settings.BASE_DIR / "static" / "register_worker.js"


class NotRead(Refusal):
    """What was sent is not what a device of ours sends."""


def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows a kept register where there is no signal; its place decides that it serves nothing else."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


@require_POST
def take_queued(request: MemberRequest, code: str, day: date | None = None) -> JsonResponse:
    """Take in the marks that a device queued; each is answered, and the register told as it is by now."""
    now, event = timezone.now(), own_event(request, code)
    try:
        sent, walk_ins, unfit = _read(request.body)
    except NotRead as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=400)
    take_once = queued_marks.take.once(request.sent, page_of(event))
    verdicts = take_once(event, day, sent, walk_ins, by=request.user, at=now)
    as_it_is = queued_marks.as_it_is(Event.objects.get(pk=event.pk), day)
    answer = {
        "verdicts": [vars(verdict) for verdict in (*verdicts, *unfit)],
        "lines": {str(number): _told(mark) for number, mark in as_it_is.items()},
        "at": now.isoformat(),
    }
    return JsonResponse(answer)


def _read(body: bytes) -> tuple[list[QueuedMark], list[QueuedWalkIn], list[Verdict]]:
    """What was sent, or NotRead: all of it is looked over before any of it is kept."""
    try:
        said = json.loads(body)
        rows, people = said.get("marks", []), said.get("walk_ins", [])
        if len(rows) + len(people) > AT_ONCE:
            raise NotRead(f"More than {AT_ONCE} marks at once: send them in parts.")
        marks = [_mark(row) for row in rows]
        walk_ins, unfit = _walk_ins(people)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotRead("That can’t be read as marks of a register. Nothing was changed.") from None
    return marks, walk_ins, unfit


def _mark(row: dict[str, Any]) -> QueuedMark:
    return QueuedMark(_key(row), _moment(row), _whole(row["booking"]), _as_mark(row["mark"]), _as_mark(row["seen"]))


def _walk_ins(rows: list[dict[str, Any]]) -> tuple[list[QueuedWalkIn], list[Verdict]]:
    """Those who can be looked for, and a word on those of whom too little is said."""
    found, unfit = [], []
    for row in rows:
        key, noted_at = _key(row), _moment(row)
        form = WalkInForm({name: str(row.get(name) or "") for name in WalkInForm.base_fields})
        if "booking" in row:
            found.append(QueuedWalkIn(key, noted_at, None, _whole(row["booking"])))
        elif form.is_valid():
            found.append(QueuedWalkIn(key, noted_at, form.who_came))
        else:
            wrong = "; ".join(str(error) for errors in form.errors.values() for error in errors)
            unfit.append(
                Verdict(key, REFUSED, f"Somebody without a booking can’t be put on the register yet: {wrong}.")
            )
    return found, unfit


def _key(row: dict[str, Any]) -> str:
    key = row["key"]
    if not isinstance(key, str) or not 16 <= len(key) <= 40 or not key.isascii() or not key.isprintable():
        raise ValueError(key)
    return key


def _moment(row: dict[str, Any]) -> datetime:
    moment = datetime.fromisoformat(row["noted_at"])
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 < value < 2**63:
        raise ValueError(value)
    return value


def _as_mark(said: Any) -> Mark:
    """`["part", 20, null]` as a mark."""
    attendance, late, early = said
    if attendance not in Booking.Attendance.values:
        raise ValueError(attendance)
    return Mark(attendance, *(None if minutes is None else _whole(minutes) for minutes in (late, early)))


def _told(mark: Mark) -> list[str | int | None]:
    return [mark.attendance, mark.minutes_late, mark.minutes_early]
