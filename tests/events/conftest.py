"""Who looks at the pages of events and bookings."""

import pytest
from django.test import Client

from people.models import Person
from tests.makers import make_person, make_user


@pytest.fixture
def person(client: Client) -> Person:
    """A practitioner who is signed in."""
    person = make_person(user=make_user(), first_name="Ann", last_name="Lee")
    client.force_login(person.user or make_user())
    return person
