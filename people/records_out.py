"""What goes out of the people's floor in a records package: agencies, and people without their equality answers."""

from collections.abc import Iterator

from django.db.models import Case, F, Value, When

from core.records.writing import Outgoing, Values, values_at
from people.models import Agency, Person
from people.records import AGENCIES, OF_A_PERSON, PEOPLE

OF_AN_AGENCY = ("code", "name", "hard_to_reach", "contributes", "workforce")
_OF_THE_CURRENT_SCHEME = {"target_group__scheme__is_current": True}
CURRENT_GROUP = Case(When(**_OF_THE_CURRENT_SCHEME, then="target_group__code"), default=Value(""))
"""The code of a row's target group; none if it is of a former scheme, for a package means the current one."""


def _agencies() -> Iterator[Values]:
    agencies = Agency.objects.order_by("pk")
    return values_at(agencies, *OF_AN_AGENCY, sector="sector__code", successor="successor__code")


def _people() -> Iterator[Values]:
    address = Case(When(user=None, then="email"), default=F("user__email"))
    people = Person.objects.order_by("pk").annotate(address_on_record=address, current_group=CURRENT_GROUP)
    return values_at(
        people,
        *OF_A_PERSON,
        email="address_on_record",
        agency="agency__code",
        role="role__code",
        target_group="current_group",
    )


AGENCIES_OUT = Outgoing(AGENCIES, _agencies)
PEOPLE_OUT = Outgoing(PEOPLE, _people, unsaid=frozenset({"sex", "ethnic_group"}))
"""No file says what somebody answered about themself (privacy notice); they are counted, and only that."""
