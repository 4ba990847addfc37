"""A manager books somebody: finds the person, reads what stands against it, and overrules that with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from events import bookings, browsing, eligibility, policies
from events.forms_manage import FindPersonForm, OverruleForm
from events.models import Event
from events.views.workspace import page_of
from people import persons
from people.forms_records import PutOnRecordForm
from people.models import Person
from people.requests import MemberRequest


def find_person(request: HttpRequest, code: str) -> HttpResponse:
    """Look for the person to be booked, by name, e-mail or agency."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    form = FindPersonForm(request.GET or None)
    found = persons.matching(form.cleaned_data["q"]) if form.is_valid() else []
    return render(request, "events/find_person.html", {"event": event, "form": form, "found": found})


def put_on_record_to_book(request: MemberRequest, code: str) -> HttpResponse:
    """Put somebody new on record, who is booked on the next page."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    form = PutOnRecordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        put_once = persons.put_on_record.once(request.sent, lambda person: _page_to_book(event, person))
        person = put_once(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{person} is on record. Now book them.")
        return redirect(_page_to_book(event, person))
    context = {"form": form, "event": event, "back": reverse("find_person", args=[code]), "back_to": "Find a person"}
    return render(request, "events/put_on_record_to_book.html", context)


def _page_to_book(event: Event, person: Person) -> str:
    return reverse("book_person", args=[event.code, person.pk])


def book_person(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    """Say what stands against booking that person, if anything does; then book them."""
    now = timezone.now()
    event = get_object_or_404(browsing.with_places(Event.objects.all()), code=code)
    person = get_object_or_404(Person.objects.select_related("agency", "target_group"), pk=pk)
    browsing.as_seen_from(person.agency, [event], at=now)
    reasons = list(eligibility.reasons(event, person, at=now))
    form = OverruleForm(request.POST if request.method == "POST" else None, wanted=bool(reasons))
    if form.is_valid():
        overrule = form.cleaned_data.get("overrule", "")
        try:
            book_once = bookings.book.once(request.sent, page_of(event))
            booked = book_once(event, person, by=request.user, at=now, overrule=overrule)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{person}: {booked.get_state_display().lower()}.")
            return redirect("manage_event", code)
    context = {
        "event": event,
        "person": person,
        "terms": policies.terms(event, person.agency, at=now),
        "now": now,
        "reasons": reasons,
        "may_overrule": all(isinstance(reason, eligibility.Ineligible) for reason in reasons),
        "form": form,
    }
    return render(request, "events/book_person.html", context)
