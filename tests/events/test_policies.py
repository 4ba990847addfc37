"""The policy in force is that of the day, and notice is counted in its days."""

from datetime import date, datetime, time

import pytest

from events import policies
from events.models import LONDON, Policy
from tests.makers import NOW, make_event

pytestmark = pytest.mark.django_db


def test_the_policy_that_started_last_is_in_force_and_without_any_two_days_are_asked() -> None:
    assert policies.in_force(at=NOW).notice_days == 2
    for starts_on, days in ((date(2026, 5, 4), 5), (date(2020, 1, 1), 3), (date(2026, 5, 5), 9)):
        Policy.objects.create(starts_on=starts_on, notice_days=days)
    assert policies.in_force(at=NOW).notice_days == 5


@pytest.mark.parametrize(
    ("days", "in_working_days", "until"),
    [
        (2, False, date(2026, 6, 6)),
        (2, True, date(2026, 6, 4)),
        (0, True, date(2026, 6, 8)),
        (10, True, date(2026, 5, 25)),
    ],
)
def test_notice_is_counted_back_from_the_event_in_days_or_working_days(
    days: int, in_working_days: bool, until: date
) -> None:
    event = make_event(starts_on=date(2026, 6, 8))
    policy = Policy(notice_days=days, in_working_days=in_working_days)
    assert policies.in_time_until(event, policy) == datetime.combine(until, time(9, 30), tzinfo=LONDON)


def test_notice_over_the_change_of_the_clocks_ends_at_the_event_s_time_of_day() -> None:
    event = make_event(starts_on=date(2026, 3, 30))
    until = policies.in_time_until(event, Policy(notice_days=2))
    assert (until.hour, until.minute, until.utcoffset()) == (9, 30, NOW.replace(month=1).utcoffset())
