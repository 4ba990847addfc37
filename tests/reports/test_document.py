"""The document: the contract's keys and words, what it says of an empty year, and its digest."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from core.years import parse_period
from reports.checks import demand_that_it_closes
from reports.counting.window import Window
from reports.counting.year import STAGES, Year
from reports.document import assemble, digest
from reports.measures import BREAKDOWNS, RATES, SCOPES, figures_of
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db

DIGEST = "sha256:3445de95b642848433dbd1a87ed3e4e305ebe55c6db492a7ec381830092abc2d"
"""Of the small world, made on SQLite; PostgreSQL must give the same."""


def compiled(name: str = "2013-14", until: date | None = None) -> dict[str, Any]:
    year = Year(Window(parse_period(name).cut(until), AT))
    for _, count in STAGES:
        count(year)
    demand_that_it_closes(year.counts, year.window)
    return assemble(year)


@pytest.fixture
def document() -> dict[str, Any]:
    build(small_world())
    return compiled()


def row(document: dict[str, Any], breakdown: str, code: str) -> dict[str, Any]:
    return next(row for row in document["breakdowns"][breakdown] if row["code"] == code)


def test_it_says_what_it_is(document: dict[str, Any]) -> None:
    said = {key: document[key] for key in ("schema", "year", "starts", "ends", "audience", "compiled_at", "period")}
    assert said == {
        "schema": 1,
        "year": "2013-14",
        "starts": "2013-04-01",
        "ends": "2014-03-31",
        "audience": "internal",
        "compiled_at": "2014-06-02T10:30:00+01:00",
        "period": "1 April 2013 to 31 March 2014",
    }
    assert (document["previous_year"], document["until"], document["previous_on_record"]) == ("2012-13", None, True)


def test_every_measure_is_there_and_nothing_else(document: dict[str, Any]) -> None:
    scopes = [scope.name for scope in SCOPES]
    assert list(document["figures"]) == [f"{scope}.{each.name}" for scope in scopes for each in figures_of(scope)]
    assert list(document["rates"]) == [f"{scope}.{rate.name}" for scope in scopes for rate in RATES]
    assert list(document["breakdowns"]) == [f"{scope}.{each.name}" for scope in scopes for each in BREAKDOWNS]


def test_figures_by_hand(document: dict[str, Any]) -> None:
    courses = {name: figure["value"] for name, figure in document["figures"].items() if name.startswith("courses.")}
    assert courses == {
        "courses.events": 2,
        "courses.events_cancelled": 1,
        "courses.topics": 1,
        "courses.places": 4,
        "courses.booked": 5,
        "courses.attended": 3,
        "courses.cancelled": 1,
        "courses.did_not_attend": 1,
        "courses.unscheduled": 1,
        "courses.not_recorded": 1,
        "courses.people": 2,
        "courses.hours": 19.5,
    }
    assert document["figures"]["courses.attended"] == {
        "value": 3,
        "previous": 2,
        "change": 1,
        "percent_change": 50.0,
    }
    assert document["figures"]["all.trainer_days"]["value"] == 0.3
    assert document["figures"]["all.trainers_with_lived_experience"]["value"] == 1
    assert [document["figures"][f"elearning.{name}"]["value"] for name in ("enrolled", "started", "completed")] == [
        2,
        2,
        1,
    ]


def test_a_workshop_s_people_are_the_conference_s(document: dict[str, Any]) -> None:
    assert document["figures"]["conferences.events"]["value"] == 1
    assert document["figures"]["conferences.attended"]["value"] == 1
    assert document["headcounts"]["conferences"] == []
    assert [row["question"] for row in document["ratings"]["conferences"]] == ["overall"]
    assert [row["question"] for row in document["ratings"]["event:workshop-1"]] == ["delivery"]
    assert document["labels"]["workshops"] == {"workshop-1": "About conference"}
    assert [(row["code"], row["parent"]) for row in document["rated_events"]] == [
        ("neglect-1", None),
        ("conference-1", None),
        ("workshop-1", "conference-1"),
    ]


def test_take_up_is_over_events_that_record_places(document: dict[str, Any]) -> None:
    assert document["rates"]["courses.take_up"] == {"numerator": 2, "base": 4, "percent": 50.0, "rounded": 50}
    assert document["rates"]["courses.booked_who_came"] == {"numerator": 2, "base": 5, "percent": 40.0, "rounded": 40}
    assert document["rates"]["courses.expected_who_came"]["base"] == 4
    assert document["previous_rates"]["courses.take_up"]["rounded"] == 20


def test_without_a_base_there_is_null_and_the_key_stays(document: dict[str, Any]) -> None:
    assert document["rates"]["lpgs.take_up"] == {"numerator": 0, "base": 0, "percent": None, "rounded": None}
    assert document["figures"]["conferences.events"]["percent_change"] is None
    assert row(document, "lpgs.by_target_group", "1")["percent"] is None


def test_a_row_has_everything_that_became_of_its_bookings(document: dict[str, Any]) -> None:
    assert row(document, "courses.by_agency", "ccs") == {
        "code": "ccs",
        "label": "The ccs",
        "booked": 4,
        "attended": 2,
        "cancelled": 0,
        "did_not_attend": 1,
        "unscheduled": 0,
        "not_recorded": 1,
        "percent": 200 / 3,
        "previous": 0,
        "change": 2,
        "percent_change": None,
    }


@pytest.mark.parametrize(
    ("breakdown", "codes"),
    [
        ("courses.by_agency", ["ccs", "police", "faith"]),
        ("courses.by_sector", ["health", "police", "faith"]),
        ("courses.by_target_group", [*"12345678", "not-recorded"]),
        ("courses.by_role", ["practitioner", "manager", "not-recorded"]),
        ("courses.by_works_with", ["children", "adults", "both", "not-recorded"]),
        ("courses.by_sex", ["female", "male", "not-recorded"]),
        ("courses.by_ethnic_rollup", ["white-british", "other-ethnic-groups", "prefer-not-to-say", "not-recorded"]),
        ("courses.by_area", ["fenland", "not-recorded"]),
        ("courses.by_course", ["neglect"]),
        ("courses.by_reason", ["No cover", "Sickness"]),
        ("performances.by_agency", []),
    ],
)
def test_rows_stand_in_the_order_of_their_reference_data(
    document: dict[str, Any], breakdown: str, codes: list[str]
) -> None:
    assert [row["code"] for row in document["breakdowns"][breakdown]] == codes


def test_the_ethnic_groups_are_always_the_twenty_and_not_recorded(document: dict[str, Any]) -> None:
    for scope in SCOPES:
        codes = [row["code"] for row in document["breakdowns"][f"{scope.name}.by_ethnic_group"]]
        assert (len(codes), codes[0], codes[-2:]) == (21, "white-british", ["prefer-not-to-say", "not-recorded"])


def test_ratings_of_the_three_kinds(document: dict[str, Any]) -> None:
    quality, yes_no, score = document["ratings"]["courses"]
    assert quality == {
        "question": "overall",
        "responses": 2,
        "excellent": 1,
        "good": 0,
        "satisfactory": 1,
        "poor": 0,
        "excellent_to_good": {"numerator": 1, "base": 2, "percent": 50.0, "rounded": 50},
    }
    share = {"numerator": 1, "base": 2, "percent": 50.0, "rounded": 50}
    assert yes_no == {"question": "recommend", "responses": 2, "yes": 1, "no": 1, "yes_share": share}
    assert (score["counts"]["7"], score["counts"]["8"], score["mean"], score["median"]) == (1, 0, 8.5, 8.5)


def test_gaps_name_who_is_missing_or_fewer(document: dict[str, Any]) -> None:
    gaps = [(gap["kind"], gap["code"], gap["previous"]) for gap in document["gaps"] if gap["scope"] == "courses"]
    missing = [("target_group", code, 1 if code == "6" else 0) for code in "245678"]
    assert gaps == [*missing, ("agency", "faith", 1)]
    assert document["labels"]["agencies"] == {"police": "The police", "faith": "The faith"}
    assert document["labels"]["target_groups"]["6"] == "Operational managers"


def test_comments_budget_and_head_counts(document: dict[str, Any]) -> None:
    assert document["comments"] == {
        "impact": [
            {"theme": "confidence", "count": 1, "quotes": ["I shall ask more."]},
            {"theme": "not-recorded", "count": 1, "quotes": ["I listen."]},
        ],
        "improvement": [{"theme": "venue", "count": 1, "quotes": []}],
        "other": [],
    }
    assert document["budget"] == [
        {"line": "Venue hire", "budgeted": "8500.00", "actual": "8316.62", "remaining": "183.38"},
        {"line": "Income", "budgeted": None, "actual": "-1675.00", "remaining": None},
    ]
    assert document["headcounts"]["performances"] == [
        {"audience": "professionals", "people": 9},
        {"audience": "young-people", "people": 120},
    ]


def test_it_says_how_complete_the_records_are(document: dict[str, Any]) -> None:
    said = {name: (rate["numerator"], rate["base"]) for name, rate in document["completeness"].items()}
    assert said == {
        "agency": (4, 4),
        "target_group": (4, 4),
        "role": (3, 4),
        "works_with": (4, 4),
        "sex": (4, 4),
        "ethnic_group": (4, 4),
        "area": (2, 4),
        "outcome": (5, 6),
        "evaluated": (3, 4),
        "registers_closed": (3, 4),
        "places": (2, 4),
    }


def test_a_year_without_data_says_so() -> None:
    document = compiled("1990-91")
    assert document["empty"] is True
    assert document["sentence"] == (
        "No event was held and nobody enrolled in e-learning from 1 April 1990 to 31 March 1991."
    )
    assert {figure["value"] for figure in document["figures"].values()} == {0}
    assert {rate["percent"] for rate in document["rates"].values()} == {None}
    assert len(document["breakdowns"]["courses.by_target_group"]) == 8
    assert document["previous_on_record"] is False


def test_a_quarter_is_set_beside_the_same_quarter_and_has_no_budget() -> None:
    build(small_world())
    document = compiled("2013-14/Q4")
    assert (document["year"], document["starts"], document["ends"]) == ("2013-14/Q4", "2014-01-01", "2014-03-31")
    assert document["previous_year"] == "2012-13/Q4"
    assert document["figures"]["courses.attended"] == {
        "value": 1,
        "previous": 2,
        "change": -1,
        "percent_change": -50.0,
    }
    assert document["budget"] == []


def test_until_cuts_both_years_at_the_same_day() -> None:
    build(small_world())
    whole, cut = compiled(), compiled(until=date(2014, 3, 30))
    assert [each["figures"]["courses.events"]["value"] for each in (whole, cut)] == [2, 1]
    assert [each["figures"]["courses.events"]["previous"] for each in (whole, cut)] == [1, 0]
    assert (cut["until"], cut["ends"], cut["period"]) == ("2014-03-30", "2014-03-31", "1 April 2013 to 30 March 2014")
    assert cut["figures"]["elearning.enrolled"]["value"] == 1


def test_the_digest_is_of_the_data_and_the_same_on_both_databases(document: dict[str, Any]) -> None:
    assert document["data_digest"] == digest(document) == digest(document | {"compiled_at": "another day"})
    assert document["data_digest"] != digest(document | {"empty": True})
    data = {key: value for key, value in document.items() if key not in {"compiled_at", "data_digest"}}
    whole = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert document["data_digest"] == f"sha256:{sha256(whole.encode()).hexdigest()}"
    assert document["data_digest"] == DIGEST


def test_the_number_of_queries_does_not_grow_with_the_data(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(38):
        compiled()
    build(small_world())
    with django_assert_num_queries(38):
        compiled()


def named(document: dict[str, Any], key: str, code: str, **more: object) -> dict[str, Any]:
    """The row of that code, as far as `more` tells several apart."""
    rows = (row for row in document[key] if row["code"] == code)
    return next(row for row in rows if all(row[name] == value for name, value in more.items()))


def test_priorities_and_needs_by_hand(document: dict[str, Any]) -> None:
    beside = {"previous": 2, "change": 1, "percent_change": 50.0}
    served = {"topics": 1, "events": 2, "attended": 3, "percent": 75.0, **beside}
    assert named(document, "priorities", "Neglect") == {"code": "Neglect", "label": "Neglect", **served}
    need = named(document, "needs", "serious-case-review")
    assert need == {"code": "serious-case-review", "label": "Serious case review", **served}
    assert [row["code"] for row in document["needs"]][-2:] == ["other", "not-recorded"]
    assert named(document, "needs", "national")["events"] == 0


def test_who_gave_trainers_by_hand(document: dict[str, Any]) -> None:
    faith = named(document, "contributions", "faith")
    assert (faith["trainers"], faith["events"], faith["days"], faith["previous"]) == (1, 1, 0.1, 0)
    assert named(document, "contributions", "not-recorded")["days"] == 0.2
    assert document["lived_experience"] == {"trainers": 1, "events": 2, "days": 0.3}


def test_workshops_and_choices_by_hand(document: dict[str, Any]) -> None:
    (workshop,) = document["workshops"]
    assert (workshop["conference"], workshop["places"], workshop["booked"], workshop["attended"]) == (
        "conference-1",
        30,
        2,
        2,
    )
    (wished,) = document["workshop_choices"]
    assert (wished["delegates"], wished["first_choices"], wished["first_met"], wished["later_met"]) == (1, 1, 1, 0)


def test_whom_it_reached_by_hand(document: dict[str, Any]) -> None:
    police = named(document, "reach", "police", kind="agency")
    assert (police["people"], police["previous"], police["workforce"], police["target"]) == (1, 1, 8, 4)
    assert police["reached"] == {"numerator": 1, "base": 8, "percent": 12.5, "rounded": 13}
    assert police["hard_to_reach"]
    group = named(document, "reach", "3", kind="target_group")
    assert (group["people"], group["attended"], group["workforce"], group["target"]) == (1, 3, 10, 2)
    assert named(document, "reach", "faith", kind="sector")["reached"]["percent"] is None


def test_a_quarter_has_no_target_of_the_year(document: dict[str, Any]) -> None:
    assert named(compiled("2013-14/Q1"), "reach", "police", kind="agency")["target"] is None


def test_response_rates_by_hand(document: dict[str, Any]) -> None:
    assert document["responses"]["courses"] == {"numerator": 2, "base": 3, "percent": 200 / 3, "rounded": 67}
    assert document["responses"]["conferences"]["numerator"] == 1
