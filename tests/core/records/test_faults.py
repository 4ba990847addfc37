"""Faults: the first hundred are shown in the order of files and rows, the rest are counted."""

from core.records.faults import Fault, Faults, refusal_for, shown


def refused(number: int) -> str:
    faults = Faults()
    for row in range(number, 0, -1):
        faults.add(Fault("bookings", row, "outcome", "is wrong."))
    return str(refusal_for(faults, ["people", "bookings"]))


def test_up_to_a_hundred_are_shown_by_file_row_and_column() -> None:
    lines = refused(100).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (
        100,
        "bookings:1:outcome: is wrong.",
        "bookings:100:outcome: is wrong.",
    )


def test_the_rest_are_counted() -> None:
    lines = refused(1_234).splitlines()
    assert (len(lines), lines[-1]) == (101, "and 1,134 more")


def test_faults_come_in_the_order_of_the_files_unknown_files_first() -> None:
    faults = Faults()
    for file in ("bookings", "people", "poeple"):
        faults.add(Fault(file, 1, "-", "is wrong."))
    refusal = refusal_for(faults, ["people", "bookings"])
    assert [fault.file for fault in refusal.faults] == ["poeple", "people", "bookings"]
    assert refusal.count == 3


def test_what_stood_in_a_cell_is_shown_on_one_line() -> None:
    assert shown("a\nb\x1b[31m\u202ec") == "“a�b�[31m�c”"
    assert shown("x" * 41) == f"“{'x' * 40}…”"
