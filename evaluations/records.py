"""The sheets of the evaluations' floor: ratings, which together are evaluations, and comments."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from core.records.keeping import Change, Keeper, Run, Tally, found_or_made, save_changes
from core.records.kinds import Kind, choice, code, paragraphs, token, word, yes_no
from core.records.sheets import Column, Row, Sheet
from core.words import in_words
from evaluations import codebook
from evaluations.answers import CHOICES
from evaluations.models import AT_THE_END, Comment, Evaluation, Question, Questionnaire, Theme
from events.booking_records import bookings_of
from events.models import Booking, Event
from events.records import EVENT
from people.records import PERSON

NOT_APPROVED: dict[str, Any] = {"approved_wording": "", "approved_by_id": None, "approved_at": None}
NOT_LOOKED_AT: dict[str, Any] = {"read_at": None, "details": "", "details_by_id": None, "details_at": None}
Key = tuple[int, str]  # an event's id and a respondent's token
END = Questionnaire.Kind.END
RESPONDENT = token(64)
IN_WORDS: dict[str, str] = {
    Question.AnswerKind.QUALITY: "excellent, good, satisfactory or poor",
    Question.AnswerKind.YES_NO: "yes or no",
    Question.AnswerKind.ONE_TO_TEN: "a whole number from 1 to 10",
}
KIND_OF = {answer: kind for kind in IN_WORDS for answer, _ in CHOICES[kind]}
ANSWERS = {str(answer): answer for answer in KIND_OF}


def _answer(cell: str) -> str | int:
    if cell not in ANSWERS:
        raise ValueError(cell)
    return ANSWERS[cell]


RATINGS = Sheet(
    "ratings",
    ("event", "respondent", "question"),
    (
        Column("event", EVENT, "The event.", required=True, refers_to="events"),
        Column("person", PERSON, "Who answered, where that is known.", refers_to="people"),
        Column("respondent", RESPONDENT, "Any token that keeps one person's answers together.", required=True),
        Column("question", word(60), "What was asked; an unknown one is added.", required=True),
        Column("answer", Kind("; ".join(IN_WORDS.values()), _answer), "What they answered.", required=True),
    ),
)
COMMENTS = Sheet(
    "comments",
    ("event", "respondent", "prompt"),
    (
        Column("event", EVENT, "The event.", required=True, refers_to="events"),
        Column("respondent", RESPONDENT, "The same token as in ratings.", required=True),
        Column("prompt", choice(AT_THE_END), "What they were invited to write about.", required=True),
        Column("text", paragraphs(), "What they wrote.", required=True),
        Column("theme", code(60), "The theme of the codebook that it speaks of; an unknown one is added."),
        Column("may_quote", yes_no(), "Whether it may be quoted."),
    ),
)


class Ratings(Keeper):
    """Keeps ratings: all that one respondent said of one event is one evaluation, wherever in the file it stands."""

    sheet = RATINGS

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._new_questions: dict[str, tuple[str, int]] = {}
        self._person_of: dict[tuple[str, str], str] = {}
        self._respondent_of: dict[tuple[str, str], str] = {}
        self._linked_anew: set[Key] = set()

    @cached_property
    def _questions(self) -> Mapping[str, str]:
        return dict(Question.objects.values_list("code", "answer_kind"))

    def check(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._check_kind(row)
            if row.get("person"):
                self._check_person(row)
        self._check_record([row for row in rows if row.get("person")])

    def check_whole(self) -> None:
        for question, (kind, _) in self._new_questions.items():
            self.note(f"the question “{question}” is new, and is answered by {IN_WORDS[kind]}.")

    def _check_kind(self, row: Row) -> None:
        """A question keeps to one kind of answer: that on record, or that of the first row that has it."""
        question, kind = row["question"], KIND_OF[row["answer"]]
        if question in self._questions:
            settled, where = self._questions[question], "on record"
        else:
            settled, first = self._new_questions.setdefault(question, (kind, row.number))
            where = f"in row {first}"
        if kind != settled:
            found = f"found “{row['answer']}” to a question that is answered otherwise {where}"
            expected = IN_WORDS.get(settled, "another question: this one is not asked at the end")
            self.fault(row.number, "answer", f"{found}, expected {expected}.")

    def _check_person(self, row: Row) -> None:
        """One respondent is one person, and one person one respondent."""
        event, respondent, person = row["event"], row["respondent"], row["person"]
        other = self._person_of.setdefault((event, respondent), person)
        if other != person:
            self.fault(
                row.number, "person", f"respondent “{respondent}” was “{other}” above, expected the same person."
            )
        other = self._respondent_of.setdefault((event, person), respondent)
        if other != respondent:
            self.fault(row.number, "respondent", f"“{person}” was respondent “{other}” above, expected the same token.")

    def _check_record(self, rows: Sequence[Row]) -> None:
        """A person whose evaluation is on record under another token can't have given a second one."""
        of_events = Evaluation.objects.filter(kind=END, event__code__in={row["event"] for row in rows})
        tokens = of_events.filter(respondent__in={row["respondent"] for row in rows})
        on_record = set(tokens.values_list("event__code", "respondent"))
        theirs = of_events.filter(booking__person__code__in={row["person"] for row in rows})
        held = {
            (event, person): (respondent, state)
            for event, person, respondent, state in theirs.values_list(
                "event__code", "booking__person__code", "respondent", "state"
            )
        }
        for row in rows:
            holder, state = held.get((row["event"], row["person"]), (row["respondent"], ""))
            is_open = state != Evaluation.State.SUBMITTED and (row["event"], row["respondent"]) not in on_record
            if holder != row["respondent"] and not is_open:
                self.fault(
                    row.number, "person", f"“{row['person']}” has an evaluation of this event under another token."
                )

    def save(self, rows: Sequence[Row]) -> Tally:
        self._save_new_questions()
        keys = [(self.known_id(row, "event"), row["respondent"]) for row in rows]
        bookings = self._bookings(rows, keys)
        on_record = _on_record(keys, bookings)
        tally, says = Tally(), dict[Key, dict[str, Any]]()
        for row, key in zip(rows, keys, strict=True):
            evaluation = on_record.get(key)
            if key not in says:
                says[key] = {"answers": dict(evaluation.answers) if evaluation else {}}
                if "person" in row.values:
                    self._link(key, says[key], evaluation, bookings.get(key))
            before = says[key]["answers"].get(row["question"])
            says[key]["answers"][row["question"]] = row["answer"]
            tally.added += before is None
            changed = before != row["answer"] or key in self._linked_anew
            tally.updated += before is not None and changed
            tally.unchanged += before is not None and not changed
        _save_evaluations(self.run, says, on_record)
        return tally

    def _save_new_questions(self) -> None:
        """Once: the first chunk saves them all."""
        Question.objects.bulk_create(
            Question(code=question, wording=in_words(question), answer_kind=kind)
            for question, (kind, _) in self._new_questions.items()
        )
        self._new_questions.clear()

    def _link(self, key: Key, says: dict[str, Any], evaluation: Evaluation | None, booking: Booking | None) -> None:
        says["booking_id"] = booking.pk if booking else None
        if evaluation and evaluation.booking_id != says["booking_id"]:
            self._linked_anew.add(key)

    def _bookings(self, rows: Sequence[Row], keys: Sequence[Key]) -> dict[Key, Booking]:
        """The booking of each respondent that is known by name, on the event or on the conference it is part of."""
        people = self.run.references.ids("people")
        person_of = {
            key: people[self._person_of[row["event"], row["respondent"]]]
            for row, key in zip(rows, keys, strict=True)
            if (row["event"], row["respondent"]) in self._person_of
        }
        workshops = Event.objects.filter(pk__in={event for event, _ in person_of}, parent__isnull=False)
        parents = {event: parent or 0 for event, parent in workshops.values_list("pk", "parent_id")}
        bookings = bookings_of(
            {*parents, *parents.values(), *(event for event, _ in person_of)}, set(person_of.values())
        )
        found = {}
        for (event, respondent), person in person_of.items():
            booking = bookings.get((event, person)) or bookings.get((parents.get(event, 0), person))
            if booking:
                found[event, respondent] = booking
        return found


class Comments(Keeper):
    """Keeps comments. A wording that somebody approved falls with a change of the text or of the leave to quote it.

    A theme counts as confirmed; where the package leaves it open, what a person here said stands.
    """

    sheet = COMMENTS

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._themes: dict[str, None] = {}

    @cached_property
    def _codebook(self) -> frozenset[str]:
        return frozenset(Theme.objects.values_list("code", flat=True))

    def check(self, rows: Sequence[Row]) -> None:
        self._themes |= dict.fromkeys(row["theme"] for row in rows if row.get("theme"))

    def check_whole(self) -> None:
        for theme in self._themes:
            if theme not in self._codebook:
                self.note(f"the theme “{theme}” was not in the codebook and is added to it.")

    def save(self, rows: Sequence[Row]) -> Tally:
        keys = [(self.known_id(row, "event"), row["respondent"]) for row in rows]
        evaluations = _save_evaluations(self.run, {key: {} for key in keys}, _on_record(keys))
        themes = found_or_made(Theme, "code", (row.get("theme", "") for row in rows), _new_theme)
        merged = codebook.where_merged()
        on_record = {
            (comment.evaluation_id, comment.prompt): comment
            for comment in Comment.objects.filter(evaluation__in=evaluations.values())
        }
        changes = []
        for row, key in zip(rows, keys, strict=True):
            evaluation = evaluations[key]
            comment = on_record.get((evaluation.pk, row["prompt"]))
            says = self.fields(row, "prompt", "text", "may_quote")
            if "theme" in row.values:
                theme = themes.get(row["theme"])
                says |= _theme(merged.get(theme or 0, theme), comment)
            if comment and comment.text != row["text"]:
                says |= NOT_LOOKED_AT
            if comment and (comment.text != row["text"] or says.get("may_quote", comment.may_quote) is not True):
                says |= NOT_APPROVED
            changes.append(Change(comment, says, when_new={"evaluation": evaluation}))
        return save_changes(Comment, changes)[0]


def _on_record(keys: Iterable[Key], bookings: Mapping[Key, Booking] | None = None) -> dict[Key, Evaluation]:
    """The evaluations of those events by those respondents; failing that, the one that their booking was asked for."""
    wanted = set(keys)
    of_events = Evaluation.objects.filter(kind=END, event__in={event for event, _ in wanted})
    given = of_events.filter(respondent__in={respondent for _, respondent in wanted})
    found = {(evaluation.event_id, evaluation.respondent): evaluation for evaluation in given}
    asked_for = (bookings or {}).items()
    asked = of_events.exclude(state=Evaluation.State.SUBMITTED).filter(
        booking__in=[booking for _, booking in asked_for]
    )
    by_booking = {(evaluation.event_id, evaluation.booking_id): evaluation for evaluation in asked}
    for key, booking in asked_for:
        if key not in found and (key[0], booking.pk) in by_booking:
            found[key] = by_booking[key[0], booking.pk]
    return found


def _save_evaluations(
    run: Run, says: Mapping[Key, Mapping[str, Any]], on_record: Mapping[Key, Evaluation]
) -> dict[Key, Evaluation]:
    """Save what those respondents said, as given at the import's moment where it is not on record as given before."""
    changes = []
    for key, more in says.items():
        evaluation = on_record.get(key)
        given = {
            "event_id": key[0],
            "respondent": key[1],
            "kind": END.value,
            "state": Evaluation.State.SUBMITTED.value,
            "submitted_at": (evaluation.submitted_at if evaluation else None) or run.at,
        }
        changes.append(Change(evaluation, given | dict(more)))
    return dict(zip(says, save_changes(Evaluation, changes)[1], strict=True))


def _theme(theme: int | None, comment: Comment | None) -> dict[str, Any]:
    """The theme that a row says; where it says none, what a person here decided stands."""
    if comment and (comment.theme_id == theme or (theme is None and comment.themed_at)):
        return {}
    return {"theme_id": theme, "themed_by_id": None, "themed_at": None}


def _new_theme(theme: str) -> Theme:
    return Theme(code=theme, name=in_words(theme))
