"""A form is carried out once: its key is spent with the change and with nothing else, for one user, for four weeks."""

from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest
from django.template import Context, RequestContext, Template

from core import audit, once
from core.audit import Actor, System
from core.models import AuditEntry, SentForm
from core.refusals import Refusal
from people.models import User
from tests.makers import NOW, make_user

pytestmark = pytest.mark.django_db
ANN, BEN = System("Ann"), System("Ben")
AN_HOUR = timedelta(hours=1)


@once.change
def note(user: User, reason: str, *, by: Actor, at: datetime) -> AuditEntry:
    """Write something down; nothing at all where no reason is given."""
    entry = audit.record("test.note", user, by=by, at=at, reason=reason)
    if not reason:
        raise Refusal("Say why.")
    return entry


def sent(key: str, *, by: Actor = ANN, at: datetime = NOW) -> once.Sending:
    return once.sent_by(by, key, at=at)


def test_a_form_sent_twice_makes_one_change_and_remembers_where_it_led() -> None:
    user, form = make_user(), sent(once.drawn_for(ANN, at=NOW))
    assert once.outcome_of(form) is None
    made = note.once(form, lambda entry: f"/entries/{entry.pk}/")(user, "Once", by=ANN, at=NOW)
    with pytest.raises(once.AlreadySent, match="already sent this form"):
        note.once(form, "/elsewhere/")(user, "Twice", by=ANN, at=NOW + AN_HOUR)
    assert AuditEntry.objects.get() == made
    assert once.outcome_of(form) == f"/entries/{made.pk}/"


def test_what_was_refused_may_be_sent_again() -> None:
    user, form = make_user(), sent(once.drawn_for(ANN, at=NOW))
    with pytest.raises(Refusal, match="Say why"):
        note.once(form, "/")(user, "", by=ANN, at=NOW)
    assert (AuditEntry.objects.exists(), SentForm.objects.exists()) == (False, False)
    note.once(form, "/")(user, "Now", by=ANN, at=NOW)
    assert AuditEntry.objects.get().reason == "Now"


def test_two_pages_are_two_forms_and_a_page_without_a_key_is_carried_out_each_time() -> None:
    user = make_user()
    for form in (sent(once.drawn_for(ANN, at=NOW)), sent(once.drawn_for(ANN, at=NOW)), None, None):
        note.once(form, "/")(user, "Each", by=ANN, at=NOW)
    assert AuditEntry.objects.count() == 4
    assert SentForm.objects.count() == 2


def test_a_key_is_good_for_nobody_else_and_not_to_be_made_up() -> None:
    key = once.drawn_for(ANN, at=NOW)
    for by, text in ((BEN, key), (ANN, "made-up"), (ANN, ""), (ANN, key + "x"), (ANN, key.replace(".", ".1"))):
        with pytest.raises(once.OutOfDate, match="opened by somebody else"):
            sent(text, by=by)


def test_a_page_is_too_old_before_its_key_is_forgotten() -> None:
    user, key = make_user(), once.drawn_for(ANN, at=NOW)
    note.once(sent(key), "/")(user, "Once", by=ANN, at=NOW)
    assert once.forget_old(at=NOW + once.GOOD_FOR - AN_HOUR) == 0
    assert once.outcome_of(sent(key, at=NOW + once.GOOD_FOR - AN_HOUR)) == "/"
    assert once.forget_old(at=NOW + once.GOOD_FOR) == 1
    with pytest.raises(once.OutOfDate, match="more than 4 weeks ago"):
        sent(key, at=NOW + once.GOOD_FOR)


def test_each_page_draws_a_key_of_its_own_for_who_is_signed_in_and_none_for_visitors() -> None:
    request, drawn = HttpRequest(), Template("{% load house %}{% once %}")
    request.user = make_user()
    one, other = (drawn.render(RequestContext(request)) for _ in range(2))
    assert one != other
    assert one.startswith('<input type="hidden" name="once" value="')
    assert drawn.render(Context()) == ""


def test_a_change_is_still_known_by_its_name_and_promise() -> None:
    assert (note.__name__, note.__doc__) == ("note", "Write something down; nothing at all where no reason is given.")  # type: ignore[attr-defined]
