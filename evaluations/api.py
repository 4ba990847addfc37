"""What the API tells of what people attended: an agency's certificates and its staff's training passports."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from core.addresses import on_this_site
from core.api.lists import SINCE, Asked, Listing
from core.api.values import ADDRESS, DAY, HOURS, MOMENT, TEXT, WHOLE, Field, Record, maybe, one_of, record, several
from evaluations import passports
from evaluations.models import Certificate
from evaluations.passports import Passport
from events.refreshers import Standing
from people.api import PERSON
from people.models import Person
from training.api import COURSE_NAMED, LEVEL

CODE = TEXT.like("7K3M-90QT-X2BD")


def _check_at(certificate: Certificate) -> str:
    return on_this_site(f"{reverse('certificates')}?{urlencode({'code': certificate.shown_code})}")


def _file_at(certificate: Certificate) -> str:
    return on_this_site(reverse("certificate_pdf", args=[certificate.code]))


CERTIFICATE = Record(
    "Certificate",
    "A certificate of attendance.",
    (
        Field("code", CODE, "Its code, as it stands on the paper.", "shown_code"),
        Field("person", PERSON, "Who attended. They may have left the agency since.", "booking.person"),
        Field("booking", WHOLE.like(90210), "The number of the booking that it is of.", "booking_id"),
        Field("course", COURSE_NAMED, "Which course it was a run of.", "booking.event.course"),
        Field("title", TEXT.like("Recognising neglect"), "What was attended.", "booking.event.name"),
        Field("on", DAY, "The last day of it.", "booking.event.ends_on"),
        Field("issued_at", MOMENT.like("2027-03-12T14:05:00+00:00"), "When it was issued."),
        Field(
            "check_at",
            ADDRESS.like("https://training.example.org/certificates/?code=7K3M-90QT-X2BD"),
            "Where anybody can see whether it is good.",
            _check_at,
        ),
        Field(
            "file",
            ADDRESS.like("https://training.example.org/certificates/7K3M90QTX2BD.pdf"),
            "The certificate itself, as PDF.",
            _file_at,
        ),
    ),
)


def _certificates(asked: Asked) -> QuerySet[Any]:
    found = Certificate.objects.good().filter(booking__agency=asked.agency)
    if since := asked.said.get(SINCE.name):
        found = found.filter(booking__event__ends_on__gte=since)
    return found.select_related("booking__person", "booking__event__course")


CERTIFICATES = Listing(
    "certificates",
    "The agency’s certificates",
    "The certificates of what was booked for the agency’s staff. One that isn’t good any more, for the register was"
    " corrected, isn’t there any more.",
    CERTIFICATE,
    _certificates,
    filters=(SINCE,),
)

LINE = Record(
    "PassportLine",
    "One thing that somebody attended, or completed as e-learning.",
    (
        Field("course", COURSE_NAMED, "Which course."),
        Field("title", TEXT.like("Recognising neglect"), "What it was called.", "name"),
        Field("level", LEVEL, "Its course’s level; null if it has none.", "course.level.name"),
        Field("days", several(DAY), "On which days it was."),
        Field("record", one_of(passports.STANDINGS, "attended"), "“completed” is e-learning.", "standing"),
        Field("hours", maybe(HOURS), "How many hours it counts for; null if not known."),
        Field(
            "certificate", maybe(CODE), "The code of its certificate; null if there is none.", "certificate.shown_code"
        ),
    ),
)
REFRESHER = Record(
    "Refresher",
    "A course to be attended again.",
    (
        Field("course", COURSE_NAMED, "Which course."),
        Field("last_on", DAY.like("2024-03-10"), "The last day on which it was attended in full, or completed."),
        Field("by", DAY, "The day by which it is to be attended again."),
        Field("standing", one_of(Standing.values, "due"), "How urgent that is today; “due” is within 90 days."),
        Field(
            "booked_on",
            maybe(DAY.like("2027-02-08")),
            "The day of a coming run that they booked, or wait for; else null.",
        ),
    ),
)
PASSPORT = Record(
    "Passport",
    "The training passport of somebody who works for the agency today.",
    (
        Field("person", PERSON, "Whose it is."),
        Field("hours", HOURS, "The hours of all of it."),
        Field(
            "lines", several(record(LINE)), "What they attended or completed, the latest first, wherever they worked."
        ),
        Field("refreshers", several(record(REFRESHER)), "What is to be attended again, the first to fall due first."),
    ),
)


def _people(asked: Asked) -> QuerySet[Any]:
    return Person.objects.filter(agency=asked.agency)


def _passports(people: list[Person], asked: Asked) -> Sequence[Passport]:
    return passports.of_people(people, at=asked.at)


PASSPORTS = Listing(
    "passports",
    "The staff’s training passports",
    "What everybody who works for the agency today attended or completed, also for an agency that they were at before,"
    " with hours and certificates, and which courses they are due to attend again.",
    PASSPORT,
    _people,
    _passports,
)
