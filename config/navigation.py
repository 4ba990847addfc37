"""What the menu shows to whom."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from people.rules import is_designated_lead, is_lead, is_trainer, may_administer, may_manage_training, may_read_reports


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    label: str
    url: str
    active: bool


def navigation(request: HttpRequest) -> dict[str, list[Entry]]:
    """The context processor: `navigation`, the menu's entries for the person who asks."""
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
    return {"navigation": [_entry(request, label, name) for label, name in places]}


def _entry(request: HttpRequest, label: str, name: str) -> Entry:
    url = reverse(name)
    return Entry(label, url, active=request.path.startswith(url))
