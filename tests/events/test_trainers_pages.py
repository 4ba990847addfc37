"""The pages of an event's trainers: what is typed is judged in sentences and never lost, and no page is out of date."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core import closed_years
from core.years import period_of
from events.models import Event, EventTrainer
from people.models import Duty, User
from tests.events.pages import event_in, page
from tests.makers import NOW, make_agency, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> User:
    user = make_user(Duty.Kind.MANAGER)
    client.force_login(user)
    return user


def way(page: str, event: Event, *args: int) -> str:
    return reverse(page, args=[event.code, *args])


def test_somebody_is_named_joined_to_their_account_later_and_taken_off(client: Client, manager: User) -> None:
    event, agency = event_in(), make_agency(name="Grange School")
    assert "Nobody is named yet" in page(client, way("event_trainers", event))
    said = {"name": " Jo   Hale ", "email": "jo@example.org", "agency": agency.pk, "days": "0.5"}
    answer = client.post(way("name_trainer", event), said, follow=True)
    assert "they are named without an account" in answer.content.decode()
    jo = event.trainers.get()
    assert (jo.name, jo.user, jo.agency, jo.days, jo.lived_experience) == (
        "Jo Hale",
        None,
        agency,
        Decimal("0.5"),
        None,
    )
    form = page(client, way("change_trainer", event, jo.pk))
    assert 'value="0.5"' in form
    user = make_user(Duty.Kind.TRAINER, email="jo@example.org")
    client.post(way("change_trainer", event, jo.pk), said | {"email": "Jo@Example.org", "lived_experience": "no"})
    jo.refresh_from_db()
    assert (jo.user, jo.lived_experience) == (user, False)
    assert "jo@example.org: opens the register" in page(client, way("event_trainers", event))
    refused = client.post(way("change_trainer", event, jo.pk), said | {"days": "0", "email": ""})
    assert "Say why the account is taken off" in refused.content.decode()
    meaning = page(client, way("take_trainer_off", event, jo.pk))
    assert "Grange School does not count as having given 0.5" in meaning
    assert "Their account does not open this event’s register" in meaning
    client.post(way("take_trainer_off", event, jo.pk), {"reason": "Moved"})
    assert not event.trainers.exists()
    for name in ("change_trainer", "take_trainer_off"):
        assert "somebody took them off" in client.get(way(name, event, jo.pk), follow=True).content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"days": "1,5"}, "Days of work must be a number from 0 to 100"),
        ({"days": "-1"}, "Days of work must be a number from 0 to 100"),
        ({"days": "1e9"}, "Days of work must be a number from 0 to 100"),
        ({"days": "0.001"}, "Days of work must be a number from 0 to 100"),
        ({"days": "NaN"}, "Days of work must be a number from 0 to 100"),
        ({"days": ""}, "Enter the days of work"),
        ({"name": "x" * 500}, "at most 200 characters (it has 500)"),
        ({"name": "   "}, "Enter the name"),
        ({"email": "no address"}, "Enter a valid email address"),
    ],
)
def test_rubbish_is_refused_in_a_sentence_and_stands_there_still(
    client: Client, manager: User, typed: dict[str, str], sentence: str
) -> None:
    event = event_in()
    said = {"name": "Jo Hale", "email": "", "days": "1", "lived_experience": "yes"} | typed
    drawn = client.post(way("name_trainer", event), said).content.decode()
    assert drawn.count(sentence) == 2  # above, and beside the field
    assert all(f'value="{escape(value)}"' in drawn for value in said.values() if value.strip())
    assert not EventTrainer.objects.exists()


@pytest.mark.once
def test_nobody_s_e_mail_takes_no_account_off(client: Client, manager: User) -> None:
    event, user = event_in(), make_user()
    jo = EventTrainer.objects.create(event=event, name="Jo Hale", days=1, user=user)
    said = {"name": "Jo Hale", "email": "nobody@example.org", "days": "1", "reason": "A slip"}
    assert "Nobody signs in with that e-mail" in client.post(way("change_trainer", event, jo.pk), said).content.decode()
    User.objects.filter(pk=user.pk).update(is_active=False)
    client.post(way("change_trainer", event, jo.pk), said | {"email": user.email, "days": "2"})
    jo.refresh_from_db()
    assert (jo.user, str(jo.days)) == (user, "2.00")


@pytest.mark.once
def test_where_it_is_settled_the_page_says_why_and_offers_nothing(client: Client, manager: User) -> None:
    event = event_in(-3, status=Event.Status.HELD, register_closed_at=NOW)
    jo = EventTrainer.objects.create(event=event, name="Jo Hale", days=1)
    assert way("change_trainer", event, jo.pk) in page(client, way("event_trainers", event))
    closed_years.close(period_of(event.starts_on), at=NOW)
    shown = page(client, way("event_trainers", event))
    assert "is published, and what it was counted from stays" in shown
    assert way("change_trainer", event, jo.pk) not in shown
    for address in (way("name_trainer", event), way("change_trainer", event, jo.pk)):
        assert "is published" in client.get(address, follow=True).content.decode()
