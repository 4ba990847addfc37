"""The pages of several dates: planned and changed without a script, and told wherever the event is."""

import html
import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import dates
from events.models import LONDON, Event
from people.models import User
from tests.makers import make_booking, make_course, make_event, make_event_on, make_person, make_user

pytestmark = pytest.mark.django_db
THREE = (7, 14, 21)


def day(days: int) -> date:
    return timezone.now().astimezone(LONDON).date() + timedelta(days)


def parts(name: str, value: date) -> dict[str, Any]:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def said(*further: dict[str, Any], known: int = 0, **changes: Any) -> dict[str, Any]:
    """What a browser sends: the first date in a week, and further ones, of which some were there before."""
    data = {"starts_time": "9:30am", "ends_time": "4:30pm", **parts("starts_on", day(7))}
    data |= {"dates-TOTAL_FORMS": len(further), "dates-INITIAL_FORMS": known}
    for number, date_ in enumerate(further):
        data |= {f"dates-{number}-{name}": value for name, value in date_.items()}
    return data | changes


def further(days: int, **times: str) -> dict[str, Any]:
    return parts("held_on", day(days)) | {"starts_time": "", "ends_time": ""} | times


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return html.unescape(" ".join(answer.content.decode().split()))


def met(event: Event) -> list[tuple[date, time, time]]:
    return list(dates.of(event).values_list("held_on", "starts_time", "ends_time"))


def test_further_dates_have_the_times_of_the_first_unless_they_have_their_own(client: Client, manager: User) -> None:
    sent = said(further(21, starts_time="1pm"), further(14), course=make_course().pk)
    client.post(reverse("plan_event"), sent)
    event = Event.objects.get()
    assert met(event) == [
        (day(7), time(9, 30), time(16, 30)),
        (day(14), time(9, 30), time(16, 30)),
        (day(21), time(13), time(16, 30)),
    ]
    assert (event.starts_on, event.ends_on) == (day(7), day(21))


def test_another_date_is_asked_for_and_what_was_typed_stays_as_it_is_unjudged(client: Client, manager: User) -> None:
    sent = said(further(14, ends_time="tea time"), add_date="yes", places="many", starts_time="")
    said_back = text(client.post(reverse("plan_event"), sent))
    assert 'value="tea time"' in said_back
    assert 'value="many"' in said_back
    assert "govuk-error" not in said_back
    assert 'name="dates-1-held_on_day"' in said_back
    assert ">Date 3</legend>" in said_back
    assert not Event.objects.exists()


def test_first_of_all_browsers_save_when_somebody_presses_enter(client: Client, manager: User) -> None:
    page = text(client.get(reverse("plan_event")))
    form = page[page.index("<main") :]
    assert re.findall(r"<button [^>]*?(name=\"\w+\")?[ >]", form)[0] == ""
    assert form.index("</button>") < form.index('name="add_date"')


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (said(further(7)), "Date 2 is on a day that is there already"),
        (said(further(14), further(14)), "Date 3 is on a day that is there already"),
        (said(further(14, starts_time="5pm")), "End of date 2 must be after its start"),
        (said({"starts_time": "9am", "ends_time": ""}), "Enter date 2, or leave its times out too"),
        (said({"held_on_day": "3", "held_on_month": "", "held_on_year": "2027"}), "Date 2 must include a month"),
        (said(further(14), **parts("ends_on", day(8))), "either a last day or further dates"),
        (said() | {"dates-TOTAL_FORMS": ""}, "Part of the form is missing"),
        (said(*[further(8 + number) for number in range(61)]), "at most 60 further dates"),
    ],
)
def test_what_cannot_be_is_said_beside_its_date_and_above(
    client: Client, manager: User, sent: dict[str, Any], sentence: str
) -> None:
    page = text(client.post(reverse("plan_event"), sent | {"course": make_course().pk}))
    assert "<title>Error: " in page
    summary = page[
        page.index("govuk-error-summary__list") : page.index("</ul>", page.index("govuk-error-summary__list"))
    ]
    assert sentence in summary
    for anchor in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{anchor}"' in page
    assert not Event.objects.exists()


def test_an_event_is_changed_with_all_its_dates_shown_and_one_of_them_removed(client: Client, manager: User) -> None:
    event = make_event_on(*THREE, at=timezone.now())
    dates.of(event).filter(held_on=day(7)).update(ends_time=time(12, 45))
    address = reverse("change_event", args=[event.code])
    page = text(client.get(address))
    assert re.search('name="ends_time" value="12:45pm"', page)
    assert f'name="dates-1-held_on_day" type="text" inputmode="numeric" value="{day(21).day}"' in page
    assert 'name="ends_on_day" type="text" inputmode="numeric">' in page
    gone = further(14) | {"DELETE": "on"}
    client.post(address, said(gone, further(21), further(28), known=2))
    assert [held_on for held_on, *_ in met(event)] == [day(7), day(21), day(28)]
    event.refresh_from_db()
    assert event.ends_on == day(28)


def test_with_every_further_date_removed_it_is_one_stretch_again(client: Client, manager: User) -> None:
    event = make_event_on(*THREE, at=timezone.now())
    gone = [further(days) | {"DELETE": "on"} for days in (14, 21)]
    client.post(reverse("change_event", args=[event.code]), said(*gone, known=2))
    event.refresh_from_db()
    assert (met(event), event.ends_on) == ([], day(7))


def test_dates_are_told_wherever_the_event_is(client: Client) -> None:
    person = make_person(user=make_user())
    event = make_event_on(*THREE, at=timezone.now(), title="Core groups")
    booking = make_booking(event, person)
    mixed = make_event_on(8, 15, at=timezone.now(), course=event.course)
    dates.of(mixed).filter(held_on=day(15)).update(starts_time=time(13))
    client.force_login(person.user or make_user())
    lines = [f"{on:%A} {on.day} {on:%B %Y}, 9:30am to 4:30pm" for on in map(day, THREE)]
    for address in (reverse("event", args=[event.code]), reverse("booking", args=[booking.pk])):
        page = text(client.get(address))
        assert "3 dates, one booking:" in page
        assert all(f"<li>{line}</li>" in page for line in lines)
    for address in ("/programme/", "/my/"):
        assert re.search(
            rf"{day(7):%A}s {day(7).day}[^<]+ {day(21):%B %Y}, 9:30am to 4:30pm", text(client.get(address))
        )
    assert re.search(rf"{day(8):%A}s {day(8).day}[^<]+, first at 9:30am", text(client.get("/programme/")))


def test_a_booking_under_way_says_so_and_cannot_be_cancelled(client: Client) -> None:
    person = make_person(user=make_user())
    booking = make_booking(make_event_on(-7, 7, at=timezone.now()), person)
    client.force_login(person.user or make_user())
    mine = text(client.get("/my/"))
    assert "Under way" in mine
    assert reverse("cancel_booking", args=[booking.pk]) not in mine
    page = text(client.get(reverse("booking", args=[booking.pk])))
    assert "Under way" in page
    assert "Not recorded" not in page


@pytest.mark.parametrize("events", [1, 3, 20])
def test_dates_cost_one_query_more_however_many_events_there_are(
    client: Client, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_person(user=make_user())
    for number in range(events):
        make_booking(make_event_on(*(days + number for days in THREE), at=timezone.now()), person)
        make_event(days=60, at=timezone.now())
    with django_assert_num_queries(4):
        client.get("/programme/")
    client.force_login(person.user or make_user())
    with django_assert_num_queries(5):
        client.get("/my/")
