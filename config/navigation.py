"""What the menu shows to whom, and which part of the help is about a page."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.http import HttpRequest
from django.urls import reverse

from people.rules import is_designated_lead, is_lead, is_trainer, may_administer, may_manage_training, may_read_reports

HELP = (
    ("booking", "/programme/ /courses/ /events/ /check-in/ /charging/"),
    ("cannot-come", "/my/ /bookings/"),
    ("afterwards", "/evaluations/ /certificates/ /passports/ /answer/"),
    ("about-you", "/me/data/ /privacy/"),
    ("account", "/me/ /accounts/ /invitations/"),
    ("leads", "/team/ /uptake/ /statements/ /refreshers/team/ /people/ /keys/ /api/"),
    ("trainers", "/teaching/ /registers/"),
    ("asked", "/manage/people/*/erase/ /manage/people/*/data/ /manage/people/*/equality/"),
    ("managers", "/manage/ /reports/"),
    ("administrators", "/duties/ /reference/"),
)
"""The parts of the help, by how the addresses begin that they are about: `*` stands for anything."""
NO_HELP = "/copies/ /calendar/ /disclosures/ /help/ /accessibility/ /healthz"
"""The addresses that no part of the help is about: their link leads to all of it."""


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    label: str
    url: str
    active: bool


def navigation(request: HttpRequest) -> dict[str, list[Entry] | str]:
    """The context processor: `navigation`, the menu's entries for whoever asks; `help_at`, the help about the page."""
    user = getattr(request, "user", None)
    places = [("Programme", "programme")]
    if user is not None and user.is_authenticated:
        places.append(("My training", "my_training"))
        if is_lead(user):
            places.append(("My team", "my_team"))
        if is_trainer(user):
            places.append(("Registers", "teaching"))
        if may_manage_training(user):
            places.append(("Manage", "workspace"))
        if is_designated_lead(user):
            places.append(("Disclosures", "disclosures"))
        if may_read_reports(user):
            places.append(("Reports", "reports"))
        if may_administer(user):
            places.append(("Duties", "accounts"))
    return {"navigation": [_entry(request, label, name) for label, name in places], "help_at": help_at(request.path)}


def help_at(path: str) -> str:
    """The part of the help that is about the page at that address; "" where none is."""
    return next((part for part, found in HELP if any(fnmatchcase(path, f"{each}*") for each in found.split())), "")


def _entry(request: HttpRequest, label: str, name: str) -> Entry:
    url = reverse(name)
    return Entry(label, url, active=request.path.startswith(url))
