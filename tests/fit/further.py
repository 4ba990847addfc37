"""Pages that the access table's rows don't come by: of another role, at another moment, or of another thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.urls import reverse

from evaluations import links
from evaluations.models import Evaluation, Questionnaire
from reports import commentaries, reports
from reports.models import YearlyReport
from tests.access.world import World
from tests.makers import make_event, make_user


class Visit(NamedTuple):
    """Who goes where, what is shown there and nowhere else, and the form that they send, if it takes one."""

    role: str
    address: str
    state: str
    sent: dict[str, str] | None = None


def visits(world: World) -> Iterator[Visit]:
    """Each of them; what they need is made on the way."""
    yield Visit("visitor", "/no-such-page/", "no such page")
    yield Visit("visitor", reverse("answer", args=["-"]), "a link that is over")
    yield Visit("visitor", _month_of(world.at + timedelta(30)), "a month with events")
    yield Visit("owner", reverse("my_training"), "somebody who books")
    yield Visit("manager", reverse("register", args=[world.things["held"]["code"]]), "a register that is closed")
    yield Visit("manager", reverse("manage_event", args=[world.things["conference"]["code"]]), "a conference")
    yield Visit("manager", f"{reverse('find')}?q=e", "much that was found")
    yield Visit("lead", reverse("make_api_key"), "a key that was just made", {"name": "HR system"})
    make_event(at=world.at, days=0)
    yield Visit("manager", reverse("workspace"), "a day on which something is on")
    yield Visit("manager", reverse("profile"), "a page opened by somebody else", {"once": "-"})
    yield Visit("visitor", _link_of_a_manager(), "one question of yes or no")
    yield Visit(_without_password(world), reverse("account_set_password"), "who came by single sign-on")
    yield from _of_reports(world)


def _month_of(at: datetime) -> str:
    return f"{reverse('programme_month')}?month={at:%Y-%m}"


def _link_of_a_manager() -> str:
    asked = Evaluation.objects.filter(kind=Questionnaire.Kind.MANAGER)[:1].get()
    return reverse("answer", args=[links.new_link(asked)])


def _without_password(world: World) -> str:
    user = world.users["without password"] = make_user()
    user.set_unusable_password()
    user.save()
    return "without password"


def _of_reports(world: World) -> Iterator[Visit]:
    """A draft of a year that is over, with something said to it."""
    manager, due = world.users["manager"], YearlyReport.objects.get(pk=world.things["due_report"]["pk"])
    draft = reports.compile_now(due, at=world.at)
    commentaries.write(draft, "summary", "A good year.", by=manager, at=world.at, seen="")
    yield Visit("manager", reverse("report", args=[draft.pk]), "with commentary")
    yield Visit("manager", reverse("publish_report", args=[draft.pk]), "a draft of a year that is over")
