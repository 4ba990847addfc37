"""Drafts of questionnaires: copied from a published one, changed line by line, published. The only module that does.

A question keeps its code through every copy and every other wording, so that its answers stay comparable. A published
questionnaire never changes: people have answered it as it was.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from core.words import day
from evaluations.models import Published, Question, Questionnaire, QuestionnaireItem
from events.models import LONDON
from training.models import Course

ROOM = Questionnaire._meta.get_field("code").max_length or 0


class NothingAsked(Refusal):
    """A questionnaire without a question can't be published."""


class InThePast(Refusal):
    """Nothing can be asked from a day on that is over: people were asked otherwise then."""


class AskedAlready(Refusal):
    """The draft has that line already."""


class AtTheEdge(Refusal):
    """A line can't move further."""


@once.change
def copy(source: Questionnaire, *, title: str, course: Course | None, by: Actor, at: datetime) -> Questionnaire:
    """A draft with the same lines: the next version for the same use, or the first one for a course of that kind."""
    course = course or source.course
    code = source.code if course == source.course else _code_for(source, course)
    versions = Questionnaire.objects.filter(code=code).aggregate(last=Max("version"))
    draft = Questionnaire.objects.create(
        code=code,
        version=(versions["last"] or 0) + 1,
        title=title,
        kind=source.kind,
        course_kind=source.course_kind,
        for_workshops=source.for_workshops,
        course=course,
    )
    QuestionnaireItem.objects.bulk_create(
        QuestionnaireItem(
            questionnaire=draft,
            position=item.position,
            question=item.question,
            prompt=item.prompt,
            wording=item.wording,
        )
        for item in source.items.select_related("question")
    )
    audit.record("questionnaires.copy", draft, by=by, at=at, source=source.pk)
    return draft


@once.change
def retitle(draft: Questionnaire, title: str, *, by: Actor, at: datetime) -> Questionnaire:
    """Give it another title."""
    draft = _locked(draft)
    draft.title = title
    draft.save(update_fields=["title"])
    audit.record("questionnaires.retitle", draft, by=by, at=at)
    return draft


@once.change
def add(
    draft: Questionnaire, *, question: Question | None = None, prompt: str = "", by: Actor, at: datetime
) -> QuestionnaireItem:
    """Ask one question more, or invite people to write about one thing more, at the end."""
    return _add(_locked(draft), question=question, prompt=prompt, by=by, at=at)


@once.change
def add_new(draft: Questionnaire, wording: str, answer_kind: str, *, by: Actor, at: datetime) -> QuestionnaireItem:
    """Ask a question that the board has not asked before, at the end; it has a code of its own from now on."""
    draft = _locked(draft)
    question = Question.objects.create(code=_new_code(wording), wording=wording, answer_kind=answer_kind)
    audit.record("questions.add", question, by=by, at=at)
    return _add(draft, question=question, by=by, at=at)


@once.change
def reword(item: QuestionnaireItem, wording: str, *, by: Actor, at: datetime) -> QuestionnaireItem:
    """Ask the same in other words, from this version on; the question's answers stay comparable."""
    draft = _locked(item.questionnaire)
    item = draft.items.select_related("question").get(pk=item.pk)
    item.wording = "" if item.question and wording == item.question.wording else wording
    item.save(update_fields=["wording"])
    audit.record("questionnaires.reword", draft, by=by, at=at, item=item.pk)
    return item


@once.change
def move(item: QuestionnaireItem, *, up: bool, by: Actor, at: datetime) -> QuestionnaireItem:
    """Let it change places with the line above it, or below."""
    draft = _locked(item.questionnaire)
    item = draft.items.get(pk=item.pk)
    lines = draft.items.order_by("-position" if up else "position")
    beyond = {"position__lt": item.position} if up else {"position__gt": item.position}
    other = lines.filter(**beyond).first()
    if other is None:
        raise AtTheEdge(f"“{item}” is the {'first' if up else 'last'} line already.")
    place, other_place = item.position, other.position
    _put(item, _last(draft) + 1)
    _put(other, place)
    _put(item, other_place)
    audit.record("questionnaires.move", draft, by=by, at=at, item=item.pk)
    return item


@once.change
def remove(item: QuestionnaireItem, *, by: Actor, at: datetime) -> Questionnaire:
    """Ask it no more; what was answered to it before stays."""
    draft = _locked(item.questionnaire)
    draft.items.get(pk=item.pk).delete()
    audit.record("questionnaires.remove", draft, by=by, at=at, asked=str(item.question_id or item.prompt))
    return draft


@once.change
def publish(draft: Questionnaire, used_from: date, *, by: Actor, at: datetime) -> Questionnaire:
    """Settle it for good, and ask with it from that day on."""
    draft = _locked(draft)
    today = at.astimezone(LONDON).date()
    if used_from < today:
        raise InThePast(f"It can be used from today on, {day(today)}, or from a later day.")
    if not draft.items.filter(question__isnull=False).exists():
        raise NothingAsked("It asks no question yet. Add one first.")
    draft.published_at, draft.used_from = at, used_from
    draft.save(update_fields=["published_at", "used_from"])
    audit.record("questionnaires.publish", draft, by=by, at=at)
    return draft


@once.change
def discard(draft: Questionnaire, *, by: Actor, at: datetime) -> None:
    """Throw the draft away."""
    draft = _locked(draft)
    audit.record("questionnaires.discard", draft, by=by, at=at)
    draft.delete()


def _locked(draft: Questionnaire) -> Questionnaire:
    """The draft as it is now, locked until the open transaction ends; refused once it is published."""
    draft = Questionnaire.objects.select_for_update().get(pk=draft.pk)
    if draft.published_at:
        raise Published
    return draft


def _add(draft: Questionnaire, *, by: Actor, at: datetime, **asks: Any) -> QuestionnaireItem:
    if draft.items.filter(**asks).exists():
        raise AskedAlready("That is in the questionnaire already.")
    item = QuestionnaireItem.objects.create(questionnaire=draft, position=_last(draft) + 1, **asks)
    audit.record("questionnaires.add", draft, by=by, at=at, item=item.pk)
    return item


def _last(draft: Questionnaire) -> int:
    last: int | None = draft.items.aggregate(last=Max("position"))["last"]
    return last or 0


def _put(item: QuestionnaireItem, position: int) -> None:
    item.position = position
    item.save(update_fields=["position"])


def _code_for(source: Questionnaire, course: Course | None) -> str:
    """Of a course's own: the course's code, with what tells its kinds apart."""
    end = f"-{source.kind}-{course.pk}" if course else ""
    return f"{course.code if course else source.code}"[: ROOM - len(end)] + end


def _new_code(wording: str) -> str:
    """The wording as a code, with a number where that code is taken."""
    code = slugify(wording)[:50].strip("-") or "question"
    taken = set(Question.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(name for number in range(1, len(taken) + 2) if (name := _numbered(code, number)) not in taken)


def _numbered(code: str, number: int) -> str:
    return code if number == 1 else f"{code}-{number}"
