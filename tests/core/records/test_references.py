"""References: codes on record and codes that the package brings, looked up once."""

import pytest

from core.records.faults import PackageRefused
from core.records.references import References

looked: list[str] = []


def on_record() -> dict[str, int]:
    looked.append("agencies")
    return {"ccs": 1, "police": 2}


def test_the_record_is_looked_at_once_until_it_changes() -> None:
    looked.clear()
    references = References({"agencies": on_record})
    assert looked == []
    assert [references.known("agencies", code) for code in ("ccs", "police", "nhs")] == [True, True, False]
    assert looked == ["agencies"]
    references.look_again("agencies")
    assert references.id_of("agencies", "police") == 2
    assert looked == ["agencies", "agencies"]


def test_what_the_package_brings_is_known_before_it_has_an_id() -> None:
    references = References({"agencies": on_record})
    references.bring("agencies", "nhs")
    assert references.known("agencies", "nhs")
    with pytest.raises(PackageRefused, match="“nhs” is not among agencies any more"):
        references.known_id("agencies", "nhs")


def test_an_empty_cell_names_nothing() -> None:
    assert References({"agencies": on_record}).id_of("agencies", "") is None


def test_what_is_expected_is_listed_where_it_is_short() -> None:
    many = {str(number): number for number in range(31)}
    references = References({"agencies": on_record, "people": lambda: many, "events": dict})
    assert references.expected("agencies") == "ccs or police"
    assert references.expected("people") == "a code of people, in this package or on record"
    assert references.expected("events") == "a code of events, in this package or on record"
    references.bring("agencies", "nhs")
    assert references.expected("agencies") == "a code of agencies, in this package or on record"
