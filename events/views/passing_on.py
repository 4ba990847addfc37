"""Passing a place on: to a colleague who comes instead, or to oneself on another date."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core import words
from core.refusals import Refusal
from events import approvals, bookings, candidates, moving, policies, workshops
from events.forms import OtherDateForm
from events.forms_substitute import ChosenColleagueForm, NamedColleagueForm
from events.forms_team import FindTeamForm
from events.models import Booking
from events.rules import is_own, may_look_up
from events.views.booking import about, find, page_of
from people import persons
from people.models import Person, User
from people.requests import MemberRequest
from people.rules import may_manage_training


def substitute(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask who comes instead, and give them the place."""
    found, now = find(request, pk), timezone.now()
    refusal = bookings.why_not_pass_on(found, at=now)
    if refusal := refusal or approvals.why_not_send(found.event, found.agency, by=request.user):
        messages.error(request, refusal.sentence)
        return redirect("booking", pk)
    search, form = _who_comes(request, found, at=now)
    if form.is_valid():
        try:
            person, overrule = form.colleague, form.cleaned_data.get("overrule", "")
            substitute_once = bookings.substitute.once(request.sent, page_of(found))
            substitute_once(found, person, by=request.user, at=now, overrule=overrule)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"The place is now {person}’s. {_who_is_told(request.user, found, person)}")
            return redirect("booking", pk)
    context = about(found) | {
        "form": form,
        "find": search,
        "most": persons.SHOWN_AT_MOST,
        "may_look_up": may_look_up(request.user, found.agency),
        "is_own": is_own(request.user, found),
        "parts": workshops.of_delegate(found),
    }
    return render(request, "events/substitute.html", context)


def _who_comes(
    request: MemberRequest, found: Booking, *, at: datetime
) -> tuple[FindTeamForm | None, ChosenColleagueForm | NamedColleagueForm]:
    """The form that asks who comes; and where one of the agency's people is to be chosen, the words to find them by."""
    may_overrule, knows_them = may_manage_training(request.user), may_look_up(request.user, found.agency)
    sent = request.POST if request.method == "POST" else None
    if "new" in request.GET or not knows_them:
        form = NamedColleagueForm(sent, agency=found.agency, may_look_up=knows_them, may_overrule=may_overrule)
        return None, form
    search = FindTeamForm(request.GET or None)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    colleagues = found.agency.people.select_related("agency", "target_group", "user").exclude(pk=found.person_id)
    people = persons.among(colleagues, text)
    against = candidates.why_not_each(found.event, list(people), at=at, instead_of=found)
    return search, ChosenColleagueForm(sent, people=people, against=against, may_overrule=may_overrule)


def _who_is_told(user: User, found: Booking, person: Person) -> str:
    """Whom a letter reaches; the others somebody has to tell."""
    untold = [str(each) for each in (found.person, person) if not each.address]
    if untold:
        return f"No e-mail is on record of {words.listed(untold)}: please tell them."
    return f"We have written to both of {'you' if is_own(user, found) else 'them'}."


def transfer(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for the new date, say why others can't be it and whether giving up the old one is late; change the place."""
    found, now = find(request, pk), timezone.now()
    if refusal := bookings.why_not_pass_on(found, at=now):
        messages.error(request, refusal.sentence)
        return redirect("booking", pk)
    dates = moving.other_dates(found, by=request.user, at=now)
    may_overrule, sent = may_manage_training(request.user), request.POST if request.method == "POST" else None
    form = OtherDateForm(sent, dates=dates, may_overrule=may_overrule)
    if form.is_valid():
        try:
            transfer_once = bookings.transfer.once(request.sent, page_of)
            said = form.cleaned_data
            taken = transfer_once(found, said["event"], by=request.user, at=now, overrule=said.get("overrule", ""))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The booking is moved to the new date.")
            return redirect(page_of(taken))
    context = about(found) | {
        "form": form,
        "can_choose": any(date.can_be_chosen for date in dates),
        "barred": [date for date in dates if not date.can_be_chosen],
        "parts": workshops.of_delegate(found),
        "is_late": policies.is_late(found, at=now),
        "late_charge": policies.late_charge(policies.of(found), found.event, found.price),
    }
    return render(request, "events/transfer.html", context)
