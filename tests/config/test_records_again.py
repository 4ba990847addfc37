"""What comes in a second time: the moments, snapshots, states and approvals that a package leaves, or overturns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import records
from core import closed_years
from core.records.faults import PackageRefused
from core.years import period_of
from evaluations import codebook, reviewing
from evaluations.models import Comment, Evaluation, Theme
from events import trainers
from events.models import Booking, Event
from people import equality
from people.models import Agency, EqualityAnswer, Person
from tests.config.importer import LATER, Importer
from tests.makers import NOW, TESTER, make_agency, make_booking, make_user

pytestmark = pytest.mark.django_db
RATING = {"event": "c1", "question": "overall", "answer": "good"}


def booking(event: str, person: str) -> Booking:
    return Booking.objects.get(event__code=event, person__code=person)


class TestAgencies:
    def test_a_successor_alone_is_an_update_and_may_be_taken_back(self, again: Importer) -> None:
        assert again.change("agencies", 4, successor="new") == "0 1 2"
        assert Agency.objects.get(code="fire").successor == Agency.objects.get(code="new")
        assert again.change("agencies", 2, successor="") == "0 2 1"
        assert Agency.objects.current().count() == 3

    def test_a_file_without_the_column_leaves_successors(self, again: Importer) -> None:
        row = {"code": "ccs", "name": "Community Services", "sector": "health"}
        assert again.bring("agencies", row) == "0 0 1"
        assert Agency.objects.get(code="ccs").successor is not None

    def test_one_merged_into_an_agency_on_record_and_one_into_that(self, again: Importer) -> None:
        rows = [
            {"code": code, "name": code, "sector": "health", "successor": to} for code, to in (("x", "ccs"), ("y", "x"))
        ]
        assert again.bring("agencies", *rows) == "2 0 0"
        assert list(Agency.objects.filter(code__in="xy").values_list("successor__code", flat=True)) == ["ccs", "x"]


class TestPeople:
    def test_equality_answers_alone_are_an_update(self, again: Importer) -> None:
        assert again.change("people", 2, ethnic_group="white-other") == "0 1 2"
        assert self.held("p1") == ("female", "white-other")

    def test_empty_cells_take_the_answers_back(self, again: Importer) -> None:
        assert again.change("people", 2, sex="", ethnic_group="") == "0 1 2"
        assert EqualityAnswer.objects.count() == 1
        assert again.change("people", 2, sex="", ethnic_group="") == "0 0 3"

    def test_one_answer_may_come_without_the_other(self, again: Importer) -> None:
        assert again.bring("people", {"code": "p1", "agency": "ccs", "sex": "other"}) == "0 1 0"
        assert self.held("p1") == ("other", "white-irish")

    def test_answers_are_kept_under_keys_that_name_nobody(self, again: Importer) -> None:
        person = Person.objects.get(code="p1")
        assert set(EqualityAnswer.objects.values_list("key", flat=True)) == {
            equality.key_of(person.pk),
            equality.key_of(Person.objects.get(code="p2").pk),
        }

    @staticmethod
    def held(person: str) -> tuple[str, str]:
        return equality.answers_by_person()(Person.objects.get(code=person).pk)


class TestEvents:
    def test_a_closed_register_keeps_its_moment(self, again: Importer) -> None:
        assert again.change("events", 3, title="Another title") == "0 1 4"
        assert Event.objects.get(code="c1").register_closed_at == NOW

    def test_what_was_planned_is_held_when_it_is_said_to_be(self, again: Importer) -> None:
        row = {
            "code": "e3",
            "course": "core",
            "starts": "2026-06-03T09:30",
            "ends": "2026-06-03T16:30",
            "status": "held",
        }
        after = NOW + timedelta(days=40)
        assert again.bring("events", row, at=after) == "0 1 0"
        event = Event.objects.get(code="e3")
        assert (event.status, event.register_closed_at, event.places) == ("held", after, 1)

    def test_a_cancelled_event_keeps_its_moment_and_its_reason(self, again: Importer) -> None:
        Event.objects.filter(code="e2").update(cancel_reason="Snow")
        assert again.change("events", 5, title="Another title") == "0 1 4"
        event = Event.objects.get(code="e2")
        assert (event.cancelled_at, event.cancel_reason) == (NOW, "Snow")

    @pytest.mark.parametrize("status", ["held", "planned"])
    def test_what_was_cancelled_may_have_taken_place_after_all(self, status: str, again: Importer) -> None:
        Event.objects.filter(code="e2").update(cancel_reason="Snow")
        assert again.change("events", 5, status=status) == "0 1 4"
        event = Event.objects.get(code="e2")
        assert (event.cancelled_at, event.cancel_reason) == (None, "")
        assert event.register_closed_at == (LATER if status == "held" else None)

    def test_a_parent_alone_is_an_update_and_may_be_taken_back(self, again: Importer) -> None:
        assert again.change("events", 2, parent="") == "0 1 4"
        assert Event.objects.get(code="ws").parent is None
        assert again.change("events", 2, parent="c1") == "0 1 4"


class TestBookings:
    def test_who_moved_since_keeps_where_they_were_on_the_day(self, again: Importer) -> None:
        assert again.change("people", 2, agency="fire", target_group="5", role="other") == "0 1 2"
        attended = booking("c1", "p1")
        assert (attended.agency.code, str(attended.target_group)[:7], str(attended.role)) == (
            "ccs",
            "Group 3",
            "Practitioner",
        )

    def test_a_filled_in_cell_says_where_they_were(self, again: Importer) -> None:
        assert again.change("bookings", 2, agency="fire", target_group="8", role="manager") == "0 1 7"
        attended = booking("c1", "p1")
        assert (attended.agency.code, str(attended.target_group)[:7], str(attended.role)) == (
            "fire",
            "Group 8",
            "Manager",
        )

    def test_what_was_cancelled_keeps_its_moment(self, again: Importer) -> None:
        assert again.change("bookings", 4, reason="Illness") == "0 1 7"
        assert booking("e1", "p1").cancelled_at == NOW

    def test_what_is_cancelled_now_was_cancelled_now(self, again: Importer) -> None:
        assert again.change("bookings", 8, outcome="cancelled-late") == "0 1 7"
        cancelled = booking("e3", "p1")
        assert (cancelled.state, cancelled.cancelled_at, cancelled.cancelled_late) == ("cancelled", LATER, True)

    def test_apologies_are_a_way_of_not_attending(self, again: Importer) -> None:
        Booking.objects.filter(event__code="e1", person__code="p2").update(attendance="apologies")
        assert again.change("bookings", 5) == "0 0 8"
        assert booking("e1", "p2").attendance == "apologies"
        assert again.change("bookings", 5, outcome="attended") == "0 1 7"

    def test_who_still_waits_when_it_begins_got_no_place(self, again: Importer) -> None:
        row = {"event": "e3", "person": "p2", "outcome": "waiting"}
        assert again.bring("bookings", row) == "0 0 1"
        assert again.bring("bookings", row, at=NOW + timedelta(days=40)) == "0 1 0"
        assert booking("e3", "p2").state == "lapsed"
        assert again.bring("bookings", row, at=NOW + timedelta(days=50)) == "0 0 1"

    def test_of_several_bookings_the_live_one_is_meant(self, again: Importer) -> None:
        live = booking("e3", "p1")
        make_booking(live.event, live.person, outcome="cancelled")
        assert again.change("bookings", 8, reason="Said") == "0 1 7"
        live.refresh_from_db()
        assert live.reason == "Said"

    def test_of_several_that_ended_the_latest_is_meant(self, again: Importer) -> None:
        first = booking("e2", "p1")
        latest = make_booking(first.event, first.person, outcome="cancelled-late")
        assert again.change("bookings", 7) == "0 1 7"
        first.refresh_from_db()
        latest.refresh_from_db()
        assert (first.cancelled_late, latest.cancelled_late) == (False, False)

    def test_somebody_without_a_booking_after_all_held_no_place(self, again: Importer) -> None:
        assert again.change("bookings", 2, unscheduled="yes") == "0 1 7"
        assert (booking("c1", "p1").unscheduled, booking("c1", "p1").held_place) == (True, False)


class TestRatings:
    def test_a_respondent_s_rows_are_one_evaluation_wherever_they_stand(
        self, again: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records, "CHUNK", 2)
        questions = ["overall", "aims", "venue"]
        rows = [{**RATING, "respondent": f"x{i}", "question": question} for question in questions for i in range(3)]
        assert again.bring("ratings", *rows) == "9 0 0"
        given = Evaluation.objects.filter(respondent__startswith="x")
        assert [sorted(evaluation.answers) for evaluation in given] == [["aims", "overall", "venue"]] * 3
        assert again.bring("ratings", {**rows[4], "answer": "poor"}, *rows[:4], *rows[5:]) == "0 1 8"

    def test_a_package_with_fewer_answers_leaves_the_others(self, again: Importer) -> None:
        assert again.bring("ratings", {**RATING, "respondent": "r1", "answer": "poor"}) == "0 1 0"
        evaluation = Evaluation.objects.get(event__code="c1", respondent="r1")
        assert evaluation.answers == {"overall": "poor", "recommend": "yes"}
        assert (evaluation.submitted_at, evaluation.booking) == (NOW, booking("c1", "p1"))

    def test_whose_they_are_alone_is_an_update_of_each_of_their_answers(
        self, again: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records, "CHUNK", 1)
        rows = [
            {**RATING, "respondent": "r1", "person": ""},
            {**RATING, "respondent": "r1", "question": "recommend", "answer": "yes"},
        ]
        assert again.bring("ratings", *rows) == "0 2 0"
        assert Evaluation.objects.get(event__code="c1", respondent="r1").booking is None
        assert again.bring("ratings", *rows) == "0 0 2"

    def test_two_who_both_claim_an_evaluation_that_was_asked_for_are_told_apart(self, again: Importer) -> None:
        attended = booking("c1", "p2")
        Evaluation.objects.create(
            event=attended.event, booking=attended, respondent="f00", state="lapsed", invited_at=NOW
        )
        with pytest.raises(
            PackageRefused, match="ratings:2:person: “p2” has an evaluation of this event under another"
        ):
            again.bring("ratings", {**RATING, "respondent": "2", "person": "p2"})
        assert again.bring("ratings", {**RATING, "respondent": "3", "person": "p2"}) == "1 0 0"
        assert Evaluation.objects.get(booking=attended).respondent == "3"


class TestComments:
    @pytest.fixture
    def approved(self, again: Importer) -> Comment:
        comment = Comment.objects.get(prompt="impact")
        comment.approved_by, comment.approved_wording, comment.approved_at = make_user(), "I will ask again.", NOW
        comment.save()
        return comment

    def test_another_text_is_looked_through_anew(self, again: Importer) -> None:
        Comment.objects.update(read_at=NOW, details="clear", details_at=NOW)
        assert again.change("comments", 2, text="Something else") == "0 1 1"
        said = Comment.objects.order_by("pk").values_list("read_at", "details", "details_at")
        assert list(said) == [(None, "", None), (NOW, "clear", NOW)]

    def test_comments_of_a_merged_theme_have_the_theme_that_it_was_merged_into(self, again: Importer) -> None:
        themes = {theme.code: theme for theme in Theme.objects.filter(code__in=["confidence", "venue"])}
        codebook.merge(themes["confidence"], themes["venue"], by=TESTER, at=NOW, reason="One of them.")
        assert again.change("comments", 2, theme="confidence") == "0 0 2"
        assert Comment.objects.get(prompt="impact").theme == themes["venue"]

    def test_what_a_person_said_stands_where_the_package_leaves_it_open(self, again: Importer) -> None:
        comment = Comment.objects.get(prompt="impact")
        reviewing.change_theme(comment, Theme.objects.get(code="venue"), by=make_user(), at=NOW)
        assert again.change("comments", 2, theme="") == "0 0 2"
        assert again.change("comments", 2, theme="catering") == "0 1 1"
        comment.refresh_from_db()
        assert (str(comment.theme), comment.themed_by) == ("Food and drink", None)

    def test_an_approval_stays_with_what_was_approved(self, approved: Comment, again: Importer) -> None:
        assert again.change("comments", 2, theme="venue") == "0 1 1"
        approved.refresh_from_db()
        assert (str(approved.theme), approved.approved_wording) == ("Venue, parking and access", "I will ask again.")

    @pytest.mark.parametrize(("column", "cell"), [("text", "Something else"), ("may_quote", "no"), ("may_quote", "")])
    def test_an_approval_falls_with_the_text_or_the_leave(
        self, column: str, cell: str, approved: Comment, again: Importer
    ) -> None:
        assert again.change("comments", 2, at=LATER, **{column: cell}) == "0 1 1"
        approved.refresh_from_db()
        assert (approved.approved_wording, approved.approved_by) == ("", None)


def test_events_are_locked_while_their_bookings_are_saved(again: Importer) -> None:
    """On SQLite the whole transaction is the only writer's instead."""
    with CaptureQueriesContext(connection) as captured:
        again.change("bookings", 8, reason="Said")
    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"] and "events_event" in query["sql"]]
    assert bool(locks) == connection.features.has_select_for_update


def test_places_of_a_person_without_a_code_are_counted_too(again: Importer) -> None:
    event = Event.objects.get(code="e3")
    event.bookings.all().delete()
    make_booking(event, Person.objects.create(agency=make_agency()))
    with pytest.raises(PackageRefused, match="bookings:8:outcome: “e3” has only 1 place, expected waiting"):
        again.change("bookings", 8)


def test_answers_that_somebody_withdrew_do_not_come_back(again: Importer) -> None:
    people = list(Person.objects.exclude(code=None))
    given = [person for person in people if equality.answers_by_person()(person.pk) != ("", "")]
    equality.withdraw(given[0].pk)
    assert equality.answers_by_person()(given[0].pk) == ("", "")
    assert again.bring("people", {"code": given[0].code, "agency": given[0].agency.code, "sex": "female"}) == "0 0 1"
    assert equality.answers_by_person()(given[0].pk) == ("", "")
    equality.keep([(given[0].pk, "male", "")])
    assert equality.answers_by_person()(given[0].pk) == ("", "")
    assert EqualityAnswer.objects.filter(withdrawn=True).count() == 1


def test_a_package_corrects_a_year_whose_report_is_published_where_no_page_does(again: Importer) -> None:
    event = Event.objects.get(code="c1")
    closed_years.close(period_of(event.starts_on), at=NOW)
    assert trainers.why_not_change(event)
    assert again.change("trainers", 2, days="3") == "0 1 1"
