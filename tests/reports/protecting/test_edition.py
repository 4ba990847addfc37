"""The public edition by hand: what is told, hidden, rounded and left out, and what it says of that."""

from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from reports.document import digest
from reports.protecting.classes import NotClassified
from reports.protecting.earlier import SAME_YEAR, YEAR_BEFORE, Earlier
from reports.protecting.edition import public_edition
from reports.protecting.facts import Facts
from reports.protecting.thresholds import Thresholds
from tests.reports.protecting.years import FACTS, OUTCOMES, Booking, Document, bookings, year_of

pytestmark = pytest.mark.once

LIMITS = Thresholds()
Row = dict[str, Any]


def booked(
    agency: str, times: int, *, scope: str = "courses", sex: str = "female", fate: str = "attended"
) -> list[Booking]:
    """So many bookings of an agency; a0, a4 and a8 are of one sector."""
    facts = {
        "by_agency": agency,
        "by_sector": f"s{int(agency[1]) % 4}",
        "by_target_group": "3",
        "by_role": "practitioner",
        "by_area": "north",
        "by_course": f"{scope}-0",
        "by_works_with": "children",
        "by_sex": sex,
        "by_ethnic_group": "white-british",
        "by_ethnic_rollup": "white-british",
    }
    return [Booking(scope, tuple(facts.items()), fate, "Sickness")] * times


def edition_of(this: list[Booking], before: list[Booking], **more: Any) -> Document:
    return public_edition(year_of("2013-14", this, before), FACTS, LIMITS, **more)


def rows(edition: Document, table: str) -> dict[str, Row]:
    return {row["code"]: row for row in edition["breakdowns"][table]}


@pytest.fixture(scope="module")
def year() -> Document:
    random = Random(5)
    return year_of("2013-14", bookings(random, 120), bookings(random, 120))


@pytest.fixture(scope="module")
def edition(year: Document) -> Document:
    return public_edition(year, FACTS, LIMITS)


def test_small_numbers_of_work_are_hidden_with_as_much_as_it_takes_and_nobody_is_0() -> None:
    this = booked("a0", 40) + booked("a4", 30) + booked("a8", 2) + booked("a1", 20)
    edition = edition_of(this, booked("a0", 35) + booked("a4", 30) + booked("a1", 20))
    told = rows(edition, "courses.by_agency")
    assert {code: row["attended"] for code, row in told.items()} == {"a0": 40, "a1": 20, "a4": None, "a8": None}
    assert told["a8"]["withheld"] is True
    assert (told["a8"]["percent"], told["a8"]["change"], told["a8"]["previous"]) == (None, None, 0)
    assert (told["a0"]["percent"], told["a0"]["change"]) == (100 * 40 / 92, 5)
    assert "withheld" not in told["a1"]
    assert {row["cancelled"] for row in told.values()} == {0}
    [why] = [row for row in edition["protection"]["rows"] if (row["table"], row["code"]) == ("courses.by_agency", "a8")]
    assert why["small"] == ["booked", "attended"]
    assert edition["figures"]["courses.attended"]["value"] == 92
    assert rows(edition, "courses.by_sector")["s0"]["attended"] == 72


def test_personal_numbers_are_hidden_under_10_and_rounded_to_5_and_every_answer_has_its_row() -> None:
    this = booked("a0", 672) + booked("a0", 92, sex="male")
    told = rows(edition_of(this, booked("a0", 640) + booked("a0", 92, sex="male")), "courses.by_sex")
    assert list(told) == ["female", "male", "other", "prefer-not-to-say", "not-recorded"]
    assert [row["attended"] for row in told.values()] == [670, 90, None, None, None]
    assert [told[sex]["percent"] for sex in ("female", "male")] == [100 * 670 / 765, 100 * 90 / 765]
    assert (told["female"]["change"], told["female"]["rounded_to"]) == (30, 5)
    assert {row["cancelled"] for row in told.values()} == {0}, "the headline says that nobody cancelled"


def test_headlines_are_exact_and_no_small_number_of_a_row_is_told(year: Document, edition: Document) -> None:
    headlines = [name for name in year["figures"] if not name.endswith(".hours")]
    assert all(edition["figures"][name] == year["figures"][name] for name in headlines)
    small = 0
    for table, shown in edition["breakdowns"].items():
        exact = {row["code"]: row for row in year["breakdowns"][table]}
        for row in shown:
            for name in (*OUTCOMES, "previous"):
                value = exact.get(row["code"], dict.fromkeys((*OUTCOMES, "previous"), 0))[name]
                if "rounded_to" in row:
                    assert row[name] is None or (value >= 10 and row[name] % 5 == 0) or row[name] == value == 0
                elif not table.endswith("by_reason"):
                    assert row[name] in {None, value}
                    assert row[name] is None or not 0 < value < 5
                    small += 0 < value < 5
            assert row.get("withheld", False) is (None in [row[name] for name in (*OUTCOMES, "previous")])
    assert small > 100


def test_it_says_what_it_is_and_has_a_digest_of_its_own(year: Document, edition: Document) -> None:
    assert edition["audience"] == "public"
    assert edition["data_digest"] == digest(edition)
    assert edition["protection"]["thresholds"] == {"work": 5, "personal": 10, "rounded_to": 5, "answers": 5}
    assert year.keys() - edition.keys() == set()
    assert edition["breakdowns"].keys() == year["breakdowns"].keys()


def test_a_table_of_one_row_that_its_headline_would_tell_is_left_out() -> None:
    this = booked("a0", 60) + booked("a4", 50) + booked("a1", 20) + booked("a0", 3, scope="bespoke")
    edition = edition_of(this, [])
    assert edition["breakdowns"]["bespoke.by_agency"] == []
    assert "bespoke.by_agency" in edition["protection"]["tables"]
    told = [rows(edition, table)["a0"]["attended"] for table in ("all.by_agency", "courses.by_agency")]
    assert None in told, "the difference of the two would be what was left out"


def test_who_is_missing_says_no_more_than_the_rows() -> None:
    this = booked("a0", 40) + booked("a4", 30) + booked("a8", 2)
    edition = edition_of(this, booked("a0", 50) + booked("a4", 40) + booked("a8", 20) + booked("a1", 3))
    agencies = {gap["code"]: gap for gap in edition["gaps"] if gap["kind"] == "agency"}
    assert agencies["a1"] == {
        "kind": "agency",
        "scope": "courses",
        "code": "a1",
        "attended": 0,
        "previous": None,
        "withheld": True,
    }
    assert "a8" not in agencies
    assert agencies["a0"]["attended"] == 40


def test_what_an_edition_hides_stays_hidden_and_what_it_tells_is_known() -> None:
    before = booked("a0", 40) + booked("a4", 30) + booked("a8", 2)
    first = public_edition(year_of("2012-13", before, []), FACTS, LIMITS)
    hidden = {code for code, row in rows(first, "courses.by_agency").items() if row["attended"] is None}
    later = edition_of(booked("a0", 40) + booked("a4", 30), before, earlier=[Earlier(first, YEAR_BEFORE)])
    assert {code for code, row in rows(later, "courses.by_agency").items() if row["previous"] is None} == hidden
    year = year_of("2012-13", booked("a0", 40) + booked("a4", 30) + booked("a8", 20), [])
    put_right = public_edition(year, FACTS, LIMITS, [Earlier(first, SAME_YEAR)])
    assert {code for code, row in rows(put_right, "courses.by_agency").items() if row["attended"] is None} == hidden


def test_the_same_records_are_protected_in_the_same_way(year: Document, edition: Document) -> None:
    assert public_edition(deepcopy(year), FACTS, LIMITS) == edition
    assert public_edition(year, FACTS, LIMITS, [Earlier(edition, SAME_YEAR)]) == edition


def test_the_board_hides_more_and_never_less(year: Document, edition: Document) -> None:
    table = "all.by_target_group"
    code = next(row["code"] for row in edition["breakdowns"][table] if row["attended"])
    more = [(table, code), ("all.by_role", "")]
    stricter = public_edition(year, FACTS, LIMITS, more=more)
    assert rows(stricter, table)[code]["attended"] is None
    assert stricter["breakdowns"]["all.by_role"] == []
    exact = {row["code"]: row["attended"] for row in year["breakdowns"][table]}
    assert all(row["attended"] is None for code, row in rows(stricter, table).items() if 0 < exact[code] < 5)


def test_thresholds_may_be_higher(year: Document) -> None:
    strict = public_edition(year, FACTS, Thresholds(work=10, personal=20, rounded_to=10))
    told = [row for name, shown in strict["breakdowns"].items() if "reason" not in name for row in shown]
    for row in told:
        least = 20 if "rounded_to" in row else 10
        assert all(row[name] is None or row[name] == 0 or row[name] >= least for name in OUTCOMES)


@pytest.mark.parametrize("part", ["shoe_sizes", "breakdowns", "gaps", "completeness"])
def test_what_nobody_classified_is_refused(year: Document, part: str) -> None:
    unknown = deepcopy(year)
    if part == "gaps":
        unknown["gaps"].append({"kind": "agency", "scope": "courses", "code": "a0", "names": ["Ann"]})
    elif part in unknown:
        unknown[part]["courses.by_shoe_size"] = []
    else:
        unknown[part] = {"courses": 3}
    with pytest.raises(NotClassified, match="nobody has said how"):
        public_edition(unknown, FACTS, LIMITS)


def test_reasons_of_few_are_told_together_and_without_their_words() -> None:
    this = booked("a0", 40) + booked("a0", 9, fate="cancelled")
    words = [Booking("courses", booked("a0", 1)[0].facts, "cancelled", text) for text in ("My divorce", "A trial")]
    told = edition_of(this + words * 3, [])["breakdowns"]["courses.by_reason"]
    assert [(row["code"], row["cancelled"]) for row in told] == [("Sickness", 9), ("other-reasons", 6)]
    alone = edition_of(this + words, [])["breakdowns"]["courses.by_reason"]
    assert [(row["code"], row["cancelled"]) for row in alone] == [("other-reasons", 11)]


def test_ratings_want_five_answers_and_can_t_be_taken_from_each_other(year: Document) -> None:
    given = {
        "all": 30,
        "courses": 20,
        "lpgs": 10,
        "event:c1": 12,
        "event:c2": 5,
        "event:c3": 3,
        "event:l1": 10,
        "event:w": 4,
    }
    facts = Facts(event_scopes={"c1": "courses", "c2": "courses", "c3": "courses", "l1": "lpgs"})
    rated = year | {
        "ratings": {of: [{"question": "overall", "responses": count, "good": count}] for of, count in given.items()}
    }
    edition = public_edition(rated, facts, LIMITS)
    shown = {of for of, found in edition["ratings"].items() if "withheld" not in found[0]}
    assert shown == {"all", "courses", "lpgs", "event:c1", "event:l1"}
    assert edition["ratings"]["event:w"] == [{"question": "overall", "responses": None, "good": None, "withheld": True}]


def test_what_changed_is_told_over_everything_alone(year: Document) -> None:
    rate = {"numerator": 4, "base": 9, "percent": 400 / 9, "rounded": 44}
    asked = {"responses": {"before": rate, "later": rate, "manager": rate}, "said": {"done": rate}, "confirmed": rate}
    rows = [{"item": "confidence", "matched": 6}, {"item": "knowledge", "matched": 4}]
    found = {"matched": {"all": rows, "courses": rows[:1]}, "later": {"all": asked, "courses": asked}}
    edition = public_edition(year | found, FACTS, LIMITS)
    assert edition["matched"] == {"all": rows[:1]}
    assert edition["later"] == {"all": asked | {"said": None, "confirmed": None}}


def test_comments_are_counted_from_five_on_and_quoted_as_they_were_approved(year: Document) -> None:
    approved = {"impact": {"venue": ["It was cold."], "time": ["More."]}}
    themes = [{"theme": "venue", "count": 9, "quotes": ["Cold!"]}, {"theme": "time", "count": 2, "quotes": ["More."]}]
    said = public_edition(year | {"comments": {"impact": themes}, "approved_quotes": approved}, FACTS, LIMITS)
    assert said["approved_quotes"] == {"impact": {"venue": ["It was cold."]}}
    assert said["comments"]["impact"] == [
        {"theme": "venue", "count": 9, "quotes": ["It was cold."]},
        {"theme": "time", "count": None, "quotes": [], "withheld": True},
    ]


def test_what_few_wrote_weeks_later_is_not_told_and_small_themes_leave_no_total(year: Document) -> None:
    def told(*themes: int) -> Row:
        rows = [{"theme": f"t{place}", "count": count} for place, count in enumerate(themes)]
        row = {"count": sum(themes), "themes": rows, "quotes": ["Her.", "It was safe."], "approved": ["It was safe."]}
        edition = public_edition(year | {"later_comments": {"example": row}}, FACTS, LIMITS)
        found: Row = edition["later_comments"]["example"]
        return found

    assert told(3, 1) == {"count": None, "themes": [], "quotes": [], "approved": [], "withheld": True}
    partly = told(6, 2)
    assert (partly["count"], [row["count"] for row in partly["themes"]]) == (None, [6, None])
    assert told(6, 5)["count"] == 11
    assert told(6, 5)["quotes"] == partly["quotes"] == ["It was safe."]


def test_courses_that_few_waited_for_are_hidden_with_as_much_as_it_takes(year: Document) -> None:
    def told(*waited: int) -> dict[str, int | None]:
        beside = {"previous": 9, "change": 1, "percent_change": 1.0}
        rows = [{"code": f"c{n}", "label": "", "waited": number, **beside} for n, number in enumerate(waited)]
        total = {"value": sum(waited), **beside}
        found = {"unmet": {"waited": total, "people": total, "by_course": rows}}
        unmet = public_edition(year | found, FACTS, LIMITS)["unmet"]
        assert unmet["waited"] == total
        assert {row["previous"] for row in unmet["by_course"]} <= {None}
        return {row["code"]: row["waited"] for row in unmet["by_course"]}

    assert told(9, 7, 0) == {"c0": 9, "c1": 7, "c2": 0}
    assert told(9, 7, 2) == {"c0": 9, "c1": None, "c2": None}, "of the total the rest would be the 2"
    assert told(9, 1, 1) == {"c0": None, "c1": None, "c2": None}, "that 2 are left of the total would tell both"
    assert told(3) == {}


def test_people_are_told_but_where_the_headline_would_tell_the_few_that_are_hidden() -> None:
    def told(*came: int, times: int = 1) -> dict[tuple[str, str], int | None]:
        rows = times * [
            replace(each, number=number)
            for agency, people in enumerate(came)
            for number, each in enumerate(booked(f"a{agency}", people))
        ]
        edition = edition_of(rows, rows)
        assert edition["figures"]["all.people"]["value"] == sum(came)
        kinds = ("agency", "sector")
        return {(row["kind"], row["code"]): row["people"] for row in edition["reach"] if row["kind"] in kinds}

    told_of_all = told(9, 8, 0)
    assert [told_of_all["agency", code] for code in ("a0", "a1", "a2")] == [9, 8, 0]
    told_of_few = told(9, 8, 2)
    assert [told_of_few["agency", code] for code in ("a0", "a1", "a2")] == [9, None, None]
    assert [told_of_few["sector", code] for code in ("s0", "s1", "s2")] == [9, None, None]
    assert set(told(3).values()) == {None}, "nobody is told which agency came at all"
    assert told(3, times=2) == {}, "6 times one agency came, and the headline says that they were 3"


def test_head_counts_of_few_are_hidden_and_so_is_their_sum(year: Document) -> None:
    heads = {
        "courses": [{"audience": "parents", "people": 3}],
        "performances": [{"audience": "parents", "people": 20}, {"audience": "young-people", "people": 100}],
        "all": [{"audience": "parents", "people": 23}, {"audience": "young-people", "people": 100}],
    }
    told = public_edition(year | {"headcounts": heads}, FACTS, LIMITS)["headcounts"]
    assert told["courses"] == [{"audience": "parents", "people": None, "withheld": True}]
    assert [row["people"] for row in told["all"]] == [None, 100]
    assert told["performances"] == heads["performances"]


def test_hours_are_withheld_where_they_would_tell_who_came_to_a_course() -> None:
    long = [
        Booking("courses", tuple(dict(each.facts, by_course="courses-3").items()), each.fate, "")
        for each in booked("a0", 2)
    ]
    figures = edition_of(booked("a0", 40) + long, [])["figures"]
    assert figures["courses.hours"]["value"] is None
    assert figures["all.hours"]["withheld"] is True
    assert figures["courses.attended"]["value"] == 42
