"""The demonstration package is a sound records package, and its people could have lived it."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "demo" / "cambridgeshire"
YEARS = ("2012-13", "2013-14")
CAME = ("attended", "part-attended")

# Each file's key, and its columns with what may stand there: a pattern, or in angle brackets the file whose codes it
# names. A star is on what must be given.
CODE, DAY, MONEY, WORDS = r"[a-z0-9]+(-[a-z0-9]+)*", r"\d{4}-\d\d-\d\d", r"-?\d+\.\d\d", r"\S(.*\S)?"
TIME = DAY + r"T\d\d:\d\d"
NUMBER, YES_NO, GROUP, ROLE = r"\d+", "yes|no", "[1-8]", "practitioner|manager|other"
KINDS = "course|lpg|conference|bespoke|performance|e-learning"
OUTCOMES = "booked|attended|part-attended|did-not-attend|cancelled|cancelled-late|waiting"
ETHNIC_GROUPS = (
    "white-british|white-irish|white-gypsy-or-irish-traveller|white-roma|white-other|mixed-white-and-black-caribbean|"
    "mixed-white-and-black-african|mixed-white-and-asian|mixed-other|asian-indian|asian-pakistani|asian-bangladeshi|"
    "asian-chinese|asian-other|black-caribbean|black-african|black-other|arab|other|prefer-not-to-say"
)
GRADES, SCALE = {"excellent", "good", "satisfactory", "poor"}, {str(n) for n in range(1, 11)}
KEYS = {
    "agencies": ("code",),
    "courses": ("code",),
    "events": ("code",),
    "people": ("code",),
    "bookings": ("event", "person"),
    "ratings": ("event", "respondent", "question"),
    "comments": ("event", "respondent", "prompt"),
    "headcounts": ("event", "audience"),
    "enrolments": ("course", "person"),
    "trainers": ("event", "name"),
    "budget": ("year", "line"),
}
FILES = {
    "agencies": {
        "code*": CODE,
        "name*": WORDS,
        "sector*": CODE,
        "hard_to_reach": YES_NO,
        "contributes": YES_NO,
        "workforce": NUMBER,
        "successor": "<agencies>",
    },
    "courses": {
        "code*": CODE,
        "title*": WORDS,
        "kind*": KINDS,
        "priority": WORDS,
        "need": "serious-case-review|section-11|national|local|other",
        "hours": NUMBER,
    },
    "events": {
        "code*": CODE,
        "course*": "<courses>",
        "title": WORDS,
        "starts*": TIME,
        "ends*": TIME,
        "area": WORDS,
        "venue": WORDS,
        "places": NUMBER,
        "status*": "held|cancelled|planned",
        "for_agency": "<agencies>",
        "parent": "<events>",
    },
    "people": {
        "code*": CODE,
        "first_name": WORDS,
        "last_name": WORDS,
        "email": r"[a-z.-]+@[a-z-]+\.example",
        "agency*": "<agencies>",
        "job_title": WORDS,
        "role": ROLE,
        "target_group": GROUP,
        "works_with": "children|adults|both",
        "sex": "female|male|other|prefer-not-to-say",
        "ethnic_group": ETHNIC_GROUPS,
    },
    "bookings": {
        "event*": "<events>",
        "person*": "<people>",
        "outcome*": OUTCOMES,
        "unscheduled": "yes",
        "reason": WORDS,
        "agency": "<agencies>",
        "target_group": GROUP,
        "role": ROLE,
    },
    "ratings": {"event*": "<events>", "person": "<people>", "respondent*": WORDS, "question*": CODE, "answer*": WORDS},
    "comments": {
        "event*": "<events>",
        "respondent*": WORDS,
        "prompt*": "impact|improvement|other",
        "text*": WORDS,
        "theme": CODE,
        "may_quote": YES_NO,
    },
    "headcounts": {"event*": "<events>", "audience*": CODE, "people*": NUMBER},
    "enrolments": {
        "course*": "<courses>",
        "person*": "<people>",
        "enrolled*": DAY,
        "modules_completed": NUMBER,
        "completed": DAY,
    },
    "trainers": {
        "event*": "<events>",
        "name*": WORDS,
        "agency": "<agencies>",
        "days*": r"\d+(\.\d+)?",
        "lived_experience": "yes",
    },
    "budget": {"year*": r"\d{4}-\d\d", "line*": WORDS, "budgeted": MONEY, "actual": MONEY},
}
BANK_HOLIDAYS = {
    "2012-04-06",
    "2012-04-09",
    "2012-05-07",
    "2012-06-04",
    "2012-06-05",
    "2012-08-27",
    "2012-12-25",
    "2012-12-26",
    "2013-01-01",
    "2013-03-29",
    "2013-04-01",
    "2013-05-06",
    "2013-05-27",
    "2013-08-26",
    "2013-12-25",
    "2013-12-26",
    "2014-01-01",
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


TABLES = {name: rows_of(name) for name in FILES}
CODES = {name: {row["code"] for row in TABLES[name]} for name in ("agencies", "courses", "events", "people")}
EVENTS = {row["code"]: row for row in TABLES["events"]}
PEOPLE = {row["code"]: row for row in TABLES["people"]}
BOOKINGS = TABLES["bookings"]


def year_of(event: str) -> str:
    return YEARS[0] if EVENTS[event]["starts"] < "2013-04-01" else YEARS[1]


def test_the_files_are_those_of_a_package() -> None:
    assert {path.name for path in PACKAGE.iterdir()} == {f"{name}.csv" for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_columns_cells_and_keys_are_as_they_must_be(name: str) -> None:
    columns = FILES[name]
    assert list(TABLES[name][0]) == [column.rstrip("*") for column in columns]
    for row in TABLES[name]:
        for column, allowed in columns.items():
            cell = row[column.rstrip("*")]
            if cell == "":
                assert not column.endswith("*"), (column, row)
            elif allowed.startswith("<"):
                assert cell in CODES[allowed.strip("<>")], (column, row)
            else:
                assert re.fullmatch(allowed, cell), (column, row)
    keys = Counter(tuple(row[column] for column in KEYS[name]) for row in TABLES[name])
    assert keys.most_common(1)[0][1] == 1


def test_days_are_real_and_events_end_after_they_start() -> None:
    for event in EVENTS.values():
        assert datetime.fromisoformat(event["starts"]) < datetime.fromisoformat(event["ends"])
        assert event["starts"][:10] == event["ends"][:10]
    for row in TABLES["enrolments"]:
        assert date.fromisoformat(row["enrolled"])


def test_events_are_on_working_days_at_working_hours() -> None:
    for event in EVENTS.values():
        assert date.fromisoformat(event["starts"][:10]).weekday() < 5, event
        assert event["starts"][:10] not in BANK_HOLIDAYS, event
        assert "09:00" <= event["starts"][11:] < event["ends"][11:] <= "16:30", event


def test_a_question_keeps_to_one_kind_of_answer() -> None:
    answers = defaultdict(set)
    for row in TABLES["ratings"]:
        answers[row["question"]].add(row["answer"])
    assert {"aims", "venue", "recommend", "applicable", "confidence-before", "confidence-after"} < answers.keys()
    for question, given in answers.items():
        assert any(given <= kind for kind in (GRADES, {"yes", "no"}, SCALE)), question


def test_comments_are_by_people_who_handed_in_a_form() -> None:
    forms = {(row["event"], row["respondent"]) for row in TABLES["ratings"]}
    assert {(row["event"], row["respondent"]) for row in TABLES["comments"]} <= forms


def test_no_more_forms_than_people_who_came() -> None:
    came = Counter(row["event"] for row in BOOKINGS if row["outcome"] in CAME)
    forms = Counter(event for event, _ in {(row["event"], row["respondent"]) for row in TABLES["ratings"]})
    assert all(number <= came[event] for event, number in forms.items())


def test_every_way_of_not_coming_is_there_in_both_years() -> None:
    for year in YEARS:
        outcomes = Counter(row["outcome"] for row in BOOKINGS if year_of(row["event"]) == year)
        assert all(outcomes[outcome] > 2 for outcome in OUTCOMES.split("|"))
        assert sum(bool(row["unscheduled"]) for row in BOOKINGS if year_of(row["event"]) == year) > 2
        assert sum(event["status"] == "cancelled" for code, event in EVENTS.items() if year_of(code) == year) == 2


def test_only_those_who_came_are_unscheduled_and_only_those_who_did_not_have_a_reason() -> None:
    for row in BOOKINGS:
        assert not row["unscheduled"] or row["outcome"] in CAME
        assert not row["reason"] or row["outcome"] in ("cancelled", "cancelled-late", "did-not-attend")


def test_called_off_events_keep_nobody_booked() -> None:
    outcomes = {row["outcome"] for row in BOOKINGS if EVENTS[row["event"]]["status"] == "cancelled"}
    assert outcomes == {"cancelled"}


def test_nobody_holds_a_place_too_many_and_rooms_hold_who_came() -> None:
    holding, in_the_room = Counter[str](), Counter[str]()
    for row in BOOKINGS:
        in_the_room[row["event"]] += row["outcome"] in CAME
        holding[row["event"]] += row["outcome"] in (*CAME, "did-not-attend", "booked") and not row["unscheduled"]
    for code in in_the_room:
        assert max(holding[code], in_the_room[code]) <= int(EVENTS[code]["places"]), code


def test_nobody_is_in_two_places_on_a_day() -> None:
    where = Counter(
        (row["person"], EVENTS[row["event"]]["starts"][:10]) for row in BOOKINGS if not EVENTS[row["event"]]["parent"]
    )
    assert where.most_common(1)[0][1] == 1


def test_delegates_choose_one_workshop_an_hour() -> None:
    chosen = [row for row in BOOKINGS if EVENTS[row["event"]]["parent"]]
    choices = Counter((row["person"], EVENTS[row["event"]]["starts"]) for row in chosen)
    delegates = {row["person"] for row in BOOKINGS if row["event"] == "conf13" and row["outcome"] in CAME}
    assert set(choices.values()) == {1}
    assert Counter(person for person, _ in choices) == dict.fromkeys(delegates, 2)


def test_some_people_come_again() -> None:
    came = [row["person"] for row in BOOKINGS if row["outcome"] in CAME and not EVENTS[row["event"]]["parent"]]
    assert 0.6 < len(set(came)) / len(came) < 0.7


def test_the_day_is_on_the_booking_only_where_it_was_another() -> None:
    for column in ("agency", "target_group", "role"):
        filled_in = [row for row in BOOKINGS if row[column]]
        assert filled_in
        assert all(row[column] != PEOPLE[row["person"]][column] for row in filled_in)
        assert {year_of(row["event"]) for row in filled_in} == {YEARS[0]}


def test_ethnic_group_is_known_of_exactly_those_on_courses_in_the_later_year() -> None:
    asked = {row["person"] for row in BOOKINGS if row["event"].startswith("c13-") and row["outcome"] in CAME}
    assert {code for code, person in PEOPLE.items() if person["ethnic_group"]} == asked


def test_addresses_are_one_each_and_some_have_none() -> None:
    addresses = [person["email"] for person in PEOPLE.values() if person["email"]]
    assert len(set(addresses)) == len(addresses)
    assert 20 < len(PEOPLE) - len(addresses) < len(PEOPLE) / 10


def test_names_try_what_pages_must_bear() -> None:
    names = " ".join(f"{person['first_name']} {person['last_name']}" for person in PEOPLE.values())
    assert [letter for letter in "'-łŁęŚŻıİşğÇÖüŷâò" if letter not in names] == []
    assert max(len(person["last_name"]) for person in PEOPLE.values()) > 25
