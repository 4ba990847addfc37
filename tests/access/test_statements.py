"""No list asks the database more often because there is more to show: each costs the same at one row and at three."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import connection

from config import api
from core.models import AuditEntry
from events.models import Event
from people.models import Person, User
from reports.models import YearlyReport
from tests.access.answers import Browser
from tests.access.table import NOTHING, rows
from tests.access.twins import multiply
from tests.access.world import ROLES, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
GROW = (Person, Event, User, YearlyReport, AuditEntry)
WHOSE = ("owner", "lead", "trainer", "board", "manager", "administrator")
"""In whose hands a page is looked at: the first of these who may open it, for they have the rows."""
SYSTEM = "HR system"
DETAILS = {
    "/events/<slug:code>/team/",
    "/manage/events/<slug:code>/",
    "/manage/events/<slug:code>/certificates/",
    "/manage/events/<slug:code>/choices/",
    "/manage/events/<slug:code>/trainers/",
    "/manage/people/<int:pk>/",
    "/registers/<slug:code>/",
    "/reports/<int:pk>/rows/",
}
"""Pages of one thing that show many of another; lists are all addresses that need no thing."""
NO_LISTS = ("/accounts/", "/reference/", "/accessibility/", "/healthz", "/help/", "/manage/people/duplicates/", "/me/")
"""No lists; and one that is empty at first, and then asks for what it shows."""
EMPTY, MAY_BE_EMPTY = b"turnout-empty", ("/programme/month/", *DETAILS)
"""What says that nothing is there, and where that may be: in a month without events, or beside another list."""
FORMS = ("/add/", "/adopt/", "/new/", "/plan/", "/pdf/", ".js")


class Page(NamedTuple):
    """A list as somebody sees it. One without rows costs less than one with some, so it would prove nothing."""

    who: str
    address: str
    may_be_empty: bool = False


def lists(world: World) -> Iterator[Page]:
    """Who looks at which."""
    for row in rows():
        may = [role for role in WHOSE if row.get[[*ROLES].index(role)] == "o"]
        if may and (row.thing == NOTHING or row.path in DETAILS) and not _is_no_list(row.path):
            yield Page(may[0], row.address(world), may_be_empty=row.path in MAY_BE_EMPTY)


def _is_no_list(path: str) -> bool:
    return path.startswith(NO_LISTS) or path.endswith(FORMS)


@contextmanager
def asked() -> Iterator[Counter[str]]:
    """Which statements the database is sent within, and how often each."""
    sent: Counter[str] = Counter()

    def notice(execute: Any, sql: str, *rest: Any) -> Any:
        sent[sql] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(notice):
        yield sent


def cost(browser: Browser, page: Page) -> Counter[str]:
    with asked() as sent:
        answer = browser.ask("GET", page.address)
    assert answer.status_code == 200, page
    assert page.may_be_empty or EMPTY not in answer.content, page
    return sent


def test_a_list_costs_as_many_statements_at_three_rows_as_at_one(world: World) -> None:
    browsers = {role: world.browser(role) for role in WHOSE} | {SYSTEM: world.system()}
    pages = [*lists(world), *(Page(SYSTEM, f"/api/{api.VERSION}/{each.name}/") for each in api.LISTS)]
    one = {page: cost(browsers[page.who], page) for page in pages}
    for model in GROW:
        multiply(model, 3)
    more = {page: cost(browsers[page.who], page) for page in pages}
    grown = [page for page in pages if more[page].total() > one[page].total()]
    told = [f"{page}: {one[page].total()}, then {more[page].total()}, as {more[page].most_common(1)}" for page in grown]
    assert not grown, "\n".join(told)
