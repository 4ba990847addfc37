"""A lead's pages: the team with its bookings and requests, putting somebody on record, and booking several at once."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.access import require
from core.refusals import Refusal
from events import browsing, candidates, eligibility, policies, teams
from events.forms_team import BookTeamForm, FindTeamForm, TeamMemberForm
from events.models import Booking, Event
from events.rules import may_see_event
from events.tables_team import TeamBookingsTable, TeamTable
from people import invitations, persons
from people.models import Agency, Person, PersonQuerySet, User
from people.requests import MemberRequest

BOOKED = {
    BookTeamForm.TOGETHER: teams.book_together,
    BookTeamForm.AS_MANY: teams.book_as_many_as_fit,
    BookTeamForm.AND_WAIT: teams.book_and_wait,
}
SAID = {
    Booking.State.CONFIRMED: "Booked",
    Booking.State.WAITING: "On the waiting list",
    Booking.State.REQUESTED: "Asked for, and waiting for approval",
}


def my_team(request: MemberRequest) -> HttpResponseBase:
    """The team's requests to decide on, its coming bookings, and its people."""
    now, agencies = timezone.now(), request.user.led_agencies
    live = Booking.objects.live().whole().filter(agency__in=agencies, event__in=Event.objects.coming(at=now))
    live = live.select_related("person", "event__course").order_by("event__starts_on", "event__starts_time", "pk")
    came = Count("bookings", filter=Q(bookings__attendance__in=Booking.CAME, bookings__event__parent=None))
    people = _people(request.user).annotate(times_attended=came).with_invitation(at=now)
    coming, team = TeamBookingsTable(live, at=now), TeamTable(people, prefix="p-")
    if file := exports.asked(request, coming, team):
        return file
    RequestConfig(request).configure(coming)
    RequestConfig(request).configure(team)
    requests = live.filter(state=Booking.State.REQUESTED).exclude(person__user=request.user)
    context = {"coming": coming, "team": team, "requests": requests}
    return render(request, "events/my_team.html", context)


def add_to_team(request: MemberRequest) -> HttpResponse:
    """Put somebody on record who works for the lead's agency."""
    form = TeamMemberForm(request.POST or None, agencies=request.user.led_agencies)
    if form.is_valid():
        now, about = timezone.now(), dict(form.cleaned_data)
        wants_invitation = about.pop("invite")
        person = persons.put_on_record.once(request.sent, reverse("my_team"))(by=request.user, at=now, **about)
        messages.success(request, f"{person} is on record: you can book them now.")
        if wants_invitation:
            invitations.invite(person, by=request.user, at=now)
            messages.success(request, f"They are invited, by a letter to {person.email}.")
        return redirect("my_team")
    return render(request, "events/add_to_team.html", {"form": form})


def book_team(request: MemberRequest, code: str) -> HttpResponse:
    """Choose people of the team, and book them: all or none, or as many as fit; the others may wait."""
    event = get_object_or_404(browsing.with_places(Event.objects.all()), code=code)
    now = timezone.now()
    require(may_see_event(request.user, event))
    if refusal := eligibility.why_not(event, None, at=now):
        messages.error(request, refusal.sentence)
        return redirect("event", code)
    led = list(Agency.objects.current().filter(pk__in=request.user.led_agencies))
    browsing.as_seen_from(led[0] if len(led) == 1 else None, [event], at=now)
    find = FindTeamForm(request.GET or None)
    text = find.cleaned_data["q"] if find.is_valid() else ""
    people = persons.among(_people(request.user), text)
    against = candidates.why_not_each(event, list(people), at=now)
    sent = request.POST if request.method == "POST" else None
    form = BookTeamForm(sent, people=people, against=against, has_place=event.has_place)
    if form.is_valid():
        try:
            book_once = BOOKED[form.cleaned_data["how"]].once(request.sent, reverse("my_team"))
            outcome = book_once(event, list(form.cleaned_data["people"]), by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            _say(request, outcome)
            return redirect("my_team")
    terms = [policies.terms(event, agency, at=now) for agency in led]
    context = {"event": event, "form": form, "find": find, "most": persons.SHOWN_AT_MOST, "terms": terms, "now": now}
    return render(request, "events/book_team.html", context)


def _say(request: MemberRequest, outcome: teams.Outcome) -> None:
    for state, words in SAID.items():
        if named := [str(booking.person) for booking in outcome.booked if booking.state == state]:
            messages.success(request, f"{words}: {', '.join(named)}.")
    for sentence in outcome.refused:
        messages.error(request, sentence)


def _people(user: User) -> PersonQuerySet:
    return Person.objects.filter(agency__in=user.led_agencies).select_related("agency", "target_group", "user")
