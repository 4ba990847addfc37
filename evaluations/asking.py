"""Whether somebody may be asked and answer now, and whether their answers fit: refusals with sentences to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.refusals import Refusal
from core.words import day
from evaluations import questionnaires, window
from evaluations.answers import Answers, fits, prompts_of, questions_of
from evaluations.models import Evaluation, Prompt, Questionnaire
from events.models import Booking, Event

LONGEST_COMMENT = 4_000
Kind = Questionnaire.Kind


class NotInvited(Refusal):
    """The person isn't on record as having come."""


class NotOpen(Refusal):
    """It is too early, too late, or nothing is asked about the event."""


class AlreadySubmitted(Refusal):
    """It was given, and stays as it is."""


class DoesNotFit(Refusal):
    """The answers aren't those to the questions that were asked."""


@dataclass(frozen=True)
class Asked:
    """What somebody is asked: which kind of questions about which event, and their evaluation once there is one."""

    kind: str
    event: Event
    booking: Booking | None
    evaluation: Evaluation | None

    def questionnaire(self, *, at: datetime) -> Questionnaire | None:
        """The questions: those they were asked with, else those that are in use; None where nothing is asked."""
        if self.evaluation:
            return self.evaluation.questionnaire
        return questionnaires.for_event(self.event, self.kind, at=at)

    def demand_open(self, *, at: datetime) -> Questionnaire:
        """The questions; refused, with a sentence, where they can't be answered at `at`."""
        event, kind = self.event, self.kind
        self._demand_on_record(self.somebody)
        if event.status == Event.Status.CANCELLED:
            raise NotOpen(f"{event} was cancelled: there is nothing to evaluate.")
        if kind == Kind.END and event.ends_at > at:
            raise NotOpen(f"{event} has not ended yet. Please come back when it has.")
        asked = self.evaluation or Evaluation(event=event, kind=kind)
        if asked.state == Evaluation.State.SUBMITTED:
            raise AlreadySubmitted(_given(event, kind))
        if window.has_passed_for(asked, at=at) or asked.state == Evaluation.State.LAPSED:
            raise NotOpen(_too_late(asked))
        questionnaire = self.questionnaire(at=at)
        if questionnaire is None:
            raise NotOpen(f"There are no questions about {event}.")
        return questionnaire

    @property
    def somebody(self) -> Booking:
        """The booking of the person whom it is about; refused where that is nobody."""
        if self.booking is None:
            raise NotInvited(f"This evaluation of {self.event} belongs to nobody who could answer.")
        return self.booking

    def _demand_on_record(self, booking: Booking) -> None:
        """Before, whoever has a place is asked; afterwards those alone who came, and the managers of those."""
        if self.kind == Kind.BEFORE:
            if booking.state != Booking.State.CONFIRMED:
                raise NotInvited(f"You have no place on {self.event}, so there is nothing to ask you before it.")
        elif booking.attendance not in Booking.CAME:
            who = "they" if self.kind == Kind.MANAGER else "you"
            raise NotInvited(
                f"The register of {self.event} does not say that {who} came,"
                " and only those who came are asked about it."
            )


def demand_fit(
    questionnaire: Questionnaire, answers: Answers, comments: Mapping[str, str], *, whole: bool = True
) -> None:
    """Refuse answers that nobody asked for or that can't be given, and, of a `whole` one, a question left out."""
    questions = {question.code: question for question in questions_of(questionnaire)}
    for code, question in questions.items():
        if code not in answers:
            if whole:
                raise DoesNotFit(
                    f"There is no answer to “{question}” yet. Nothing was kept: please answer every question."
                )
        elif not fits(question.answer_kind, answers[code]):
            raise DoesNotFit(f"“{answers[code]}” is not an answer to “{question}”.")
    if strangers := (answers.keys() - questions.keys()) | (comments.keys() - set(prompts_of(questionnaire))):
        raise DoesNotFit(f"Nobody was asked about {', '.join(sorted(strangers))}.")
    for prompt, text in comments.items():
        if len(text.strip()) > LONGEST_COMMENT:
            raise DoesNotFit(f"“{Prompt(prompt).label}” has room for {LONGEST_COMMENT:,} characters.")
        if "\0" in text:
            raise DoesNotFit(f"What is written to “{Prompt(prompt).label}” is not text.")


def _given(event: Event, kind: str) -> str:
    if kind == Kind.END:
        return f"You have already given your evaluation of {event}. Thank you."
    return f"You have already answered these questions about {event}. Thank you."


def _too_late(asked: Evaluation) -> str:
    if asked.kind == Kind.BEFORE:
        return f"{asked.event} has begun, so what was asked before it can no longer be answered."
    verb = "evaluated" if asked.kind == Kind.END else "answered about"
    return f"{asked.event} could be {verb} until {day(window.last_day_of(asked))}. That day has passed."
