"""Accounts and duties: closed, opened, given and taken with a reason, never the last administrator's, on the trail."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.core.management import call_command

from core import mail
from core.models import AuditEntry
from people import accounts, duties
from people.models import Duty, User
from tests.makers import NOW, TESTER, make_agency, make_user

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """The user as the next request reads them."""
    return User.objects.get(pk=user.pk)


def trail() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "reason"))


def test_a_duty_counts_from_the_next_click_until_it_is_taken() -> None:
    user = make_user()
    duty = duties.give(user, Duty.Kind.MANAGER, agency=make_agency(), by=TESTER, at=NOW, reason="Succeeds Joan")
    assert duty.agency is None
    assert again(user).has_duty(Duty.Kind.MANAGER)
    duties.take(duty, by=TESTER, at=NOW, reason="Left the team")
    duties.take(duty, by=TESTER, at=NOW, reason="twice")
    assert not again(user).has_duty(Duty.Kind.MANAGER)
    assert trail() == [("duties.give", "Succeeds Joan"), ("duties.take", "Left the team")]


def test_a_lead_may_lead_several_agencies_each_once() -> None:
    user, one, other = make_user(), make_agency(), make_agency()
    for agency in (one, other):
        duties.give(user, Duty.Kind.LEAD, agency=agency, by=TESTER, at=NOW, reason="asked for")
    assert again(user).led_agencies == {one.pk, other.pk}
    with pytest.raises(duties.AlreadyEntrusted):
        duties.give(user, Duty.Kind.LEAD, agency=one, by=TESTER, at=NOW, reason="twice")
    with pytest.raises(duties.NeedsAgency):
        duties.give(user, Duty.Kind.LEAD, agency=None, by=TESTER, at=NOW, reason="of what?")


def test_the_last_administrator_stays() -> None:
    user = make_user(Duty.Kind.ADMINISTRATOR)
    make_user(Duty.Kind.MANAGER)
    accounts.close(make_user(Duty.Kind.ADMINISTRATOR), by=TESTER, at=NOW, reason="left")
    with pytest.raises(accounts.LastAdministrator):
        duties.take(user.duties.get(), by=TESTER, at=NOW, reason="tired")
    with pytest.raises(accounts.LastAdministrator):
        accounts.close(user, by=TESTER, at=NOW, reason="tired")
    other = make_user(Duty.Kind.ADMINISTRATOR)
    duties.take(user.duties.get(), by=TESTER, at=NOW, reason="tired")
    assert not again(user).is_staff
    assert again(other).is_staff


def test_closing_and_opening_are_recorded_once() -> None:
    user = make_user()
    for _ in range(2):
        accounts.close(user, by=TESTER, at=NOW, reason="left")
    for _ in range(2):
        accounts.reopen(user, by=TESTER, at=NOW, reason="came back")
    assert again(user).is_active
    assert trail() == [("accounts.close", "left"), ("accounts.reopen", "came back")]


def test_a_lost_phone_is_made_up_for_and_its_owner_told(mailoutbox: list[EmailMessage]) -> None:
    user = make_user(Duty.Kind.TRAINER)
    accounts.forget_second_factor(user, by=TESTER, at=NOW, reason="Lost phone, rang back")
    assert not Authenticator.objects.exists()
    mail.send_due(at=NOW)
    assert mailoutbox[0].to == [user.email]
    assert "/accounts/2fa/" in str(mailoutbox[0].body)
    with pytest.raises(accounts.NothingToForget):
        accounts.forget_second_factor(user, by=TESTER, at=NOW, reason="again")


def test_the_trail_is_told_in_words() -> None:
    user, administrator = make_user(), make_user(Duty.Kind.ADMINISTRATOR)
    agency = make_agency(name="The Trust")
    duty = duties.give(user, Duty.Kind.LEAD, agency=agency, by=administrator, at=NOW, reason="New named nurse")
    duties.take(duty, by=TESTER, at=NOW, reason="Moved")
    told = [(act.what, act.by, act.reason) for act in accounts.in_words(AuditEntry.objects.order_by("pk"))]
    assert told == [
        ("Duty given: Agency lead, The Trust", administrator.email, "New named nurse"),
        ("Duty taken away: Agency lead, The Trust", "Turnout itself", "Moved"),
    ]


def test_the_first_administrator_is_made_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery staple")
    call_command("createsuperuser", "--no-input", email="First@Example.org", verbosity=0)
    user = User.objects.get(email="first@example.org")
    assert user.is_staff
    assert user.check_password("correct horse battery staple")
