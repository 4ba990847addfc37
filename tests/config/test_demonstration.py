"""The demonstration, loaded through the product's own doors, and the seed year that it reproduces."""

import pytest
from django.conf import LazySettings, settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from config import demonstration, seed_year
from core.figures import half_up
from evaluations import evaluations
from events import allotting, attention, browsing, pictures, waiting
from events.models import Booking, Event
from people.models import Person, User
from reports import drawing
from reports.models import YearlyReport
from tests.makers import make_course

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_demonstration_shows_every_side_and_the_seed_year_comes_out_of_it() -> None:
    now = timezone.now()
    demonstration.load("correct horse battery staple", at=now, say=lambda line: None)

    coming = [vars(event) for event in browsing.with_places(browsing.open_to(None, at=now))]
    assert min((event["places_left"], event["people_waiting"]) for event in coming) == (0, 3)
    assert len(coming) == len([*demonstration.COMING, demonstration.RANKED, demonstration.WEEKLY])
    assert [len(event.meets_on) for event in Event.objects.coming(at=now) if event.meets_on] == [3]
    ranked = Event.objects.get(title=demonstration.RANKED.title)
    said = allotting.preview(ranked, at=now)
    assert set(said.by_rank) == {1, 2, 3}
    assert said.delegates_left_out
    assert allotting.why_not(ranked, at=now) is None
    mixed = Event.objects.get(prefers_mix=True)
    assert waiting.in_order(mixed, pictures.of(mixed, at=now))
    assert 0 < (waiting.free_places(mixed) or 0) < len(mixed.bookings.holding_places())
    [to_close] = map(vars, attention.with_marks(attention.registers_to_close(at=now), at=now))
    assert 0 < to_close["unmarked"] < to_close["expected"]

    practitioner = User.objects.get(email="practitioner@turnout.example")
    assert practitioner.check_password("correct horse battery staple")
    states = set(practitioner.person.bookings.values_list("state", flat=True))
    assert states == {Booking.State.CONFIRMED, Booking.State.WAITING}
    assert [booking.event.status for booking in evaluations.awaited_from(practitioner.person, at=now)] == ["held"]

    public = YearlyReport.objects.get(audience="public")
    assert [public_share("by_sex", code, public) for code in ("male", "female")] == [12, 88]
    groups = ("white-british", "other-white", "other-ethnic-groups", "prefer-not-to-say")
    assert [public_share("by_ethnic_rollup", code, public) for code in groups] == [80, 4, 6, 10]
    assert all(drawing.draw(public, name) for name in drawing.FORMATS)
    report = YearlyReport.objects.get(audience="internal", until=None)
    assert dict(YearlyReport.objects.filter(audience="internal").values_list("until", "state")) == dict.fromkeys(
        [None, timezone.localdate(now)], YearlyReport.State.DRAFT
    )
    page = seed_year.draw(report.figures)
    assert (settings.BASE_DIR / "docs" / "seed-year.md").read_text(encoding="utf-8") == page
    differing = [claim.says for claim, _, same in seed_year.compare(report.figures) if not same]
    assert differing == [
        "Topics, against the year before",
        "Education, in per cent",
        "Early years, in per cent",
    ]
    with pytest.raises(demonstration.NotEmpty):
        demonstration.load("again", at=now, say=lambda line: None)
    call_command("demo", "--if-empty")


def public_share(breakdown: str, code: str, report: YearlyReport) -> int:
    """A share of those who came to courses, as the edition prints it."""
    [row] = [row for row in report.figures["breakdowns"][f"courses.{breakdown}"] if row["code"] == code]
    return half_up(row["percent"])


def test_the_demonstration_is_refused_in_production(settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refused by production settings"):
        call_command("demo")
    assert not Person.objects.exists()


def test_the_demonstration_is_not_mixed_with_records() -> None:
    make_course()
    with pytest.raises(CommandError, match="empty database only"):
        call_command("demo")
    assert not Event.objects.exists()
