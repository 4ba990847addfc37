"""What the API tells of people: an agency's staff, to that agency's own system alone."""

from typing import Any

from django.db.models import QuerySet

from core.api.lists import Asked, Listing
from core.api.values import TEXT, WHOLE, Field, Kind, Record, maybe, maybe_record, record, several
from people.models import Person

PERSON = record(
    Record(
        "PersonNamed",
        "Whose it is.",
        (
            Field("id", WHOLE.like(4711), "Their number, as in the list of staff.", "pk"),
            Field("name", TEXT.like("Ann Lee"), "Their name."),
        ),
    )
)
TARGET_GROUP = Record(
    "TargetGroup",
    "A group of the workforce, by its contact with children.",
    (
        Field("scheme", TEXT.like("working-together-2010"), "The classification that it belongs to.", "scheme.code"),
        Field("code", TEXT.like("3"), "Its code there."),
        Field("name", TEXT.like("Work predominantly with children or parents"), "Its name."),
    ),
)
_FORMER: Kind = several(WHOLE.like(4098))
STAFF_MEMBER = Record(
    "StaffMember",
    "Somebody who works for the agency today.",
    (
        Field("id", WHOLE.like(4711), "Their number, which never changes and is never given to anybody else.", "pk"),
        Field(
            "former_ids",
            _FORMER,
            "Numbers of records of theirs that were merged into this one: whatever you keep under them is theirs.",
            lambda person: sorted(former.number for former in person.former.all()),
        ),
        Field("first_name", TEXT.like("Ann"), "Their first name."),
        Field("last_name", TEXT.like("Lee"), "Their last name."),
        Field(
            "email",
            maybe(TEXT.like("ann.lee@trust.example")),
            "Where we write to them; null if they have no address. The best thing to know them by.",
            lambda person: person.address or None,
        ),
        Field("job_title", TEXT.like("School nurse"), "Their job, in their own words; may be empty."),
        Field(
            "role",
            maybe(TEXT.like("practitioner")),
            "The code of what they are at work; null if not known.",
            "role.code",
        ),
        Field("target_group", maybe_record(TARGET_GROUP), "Their contact with children; null if not known."),
    ),
)


def _staff(asked: Asked) -> QuerySet[Any]:
    people = Person.objects.filter(agency=asked.agency)
    return people.select_related("user", "role", "target_group__scheme").prefetch_related("former")


STAFF = Listing(
    "staff",
    "The agency’s staff",
    "Everybody on record who works for the agency today. Who has left isn’t there any more: compare the whole list with"
    " yours.",
    STAFF_MEMBER,
    _staff,
)
