"""Certificates: checking one by its code, one's own, a team's, and an event's."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.forms import ReasonForm
from core.refusals import Refusal
from core.search import words_in
from evaluations import certificates, certificates_pdf
from evaluations.forms_certificates import CheckForm, TeamCertificatesForm
from evaluations.models import Certificate, CertificateQuerySet
from evaluations.tables_certificates import CertificatesTable, MissingTable
from events.models import Booking, Event
from people import persons
from people.requests import MemberRequest

IN_ONE_FILE = 300


def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and say what the certificate with that code says; no more than the paper does."""
    form = CheckForm(request.GET or None)
    found = certificates.with_code(form.cleaned_data["code"]) if form.is_valid() else None
    context = {"form": form, "certificate": found, "asked": form.is_valid()}
    return render(request, "evaluations/check_certificate.html", context)


def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate itself: whoever knows its code holds it already."""
    found = certificates.with_code(code)
    if found is None or not found.is_good or found.is_nameless:
        raise Http404
    return _file([found], f"certificate-{found}")


def mine(request: HttpRequest) -> HttpResponse:
    """The person's own certificates, and what is missing for those that are to come."""
    person = persons.of(request.user)
    context = {
        "person": person,
        "held": certificates.of_person(person) if person else [],
        "awaited": certificates.awaited_by(person, at=timezone.now()) if person else [],
    }
    return render(request, "evaluations/my_certificates.html", context)


def of_team(request: MemberRequest) -> HttpResponseBase:
    """The certificates of the people whom the lead looks after, to find and to have in one file."""
    form, found = _team(request)
    table = CertificatesTable(found)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    context = {"form": form, "table": table, "count": len(table.rows), "most": IN_ONE_FILE}
    return render(request, "evaluations/team_certificates.html", context)


def of_team_pdf(request: MemberRequest) -> HttpResponse:
    """The same, as a file."""
    return _file(_team(request)[1][:IN_ONE_FILE], "certificates-of-my-team")


def of_event(request: MemberRequest, code: str) -> HttpResponseBase:
    """Who has a certificate of the event, and who came and has none, with what is missing."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    table = CertificatesTable(certificates.of_event(event), exclude=("event", "agency"))
    missing = MissingTable(certificates.missing_of_event(event, at=timezone.now()), prefix="m-")
    if file := exports.asked(request, table, missing):
        return file
    RequestConfig(request).configure(table)
    RequestConfig(request).configure(missing)
    context = {"event": event, "table": table, "missing": missing, "count": len(table.rows), "most": IN_ONE_FILE}
    return render(request, "evaluations/event_certificates.html", context)


def of_event_pdf(request: MemberRequest, code: str) -> HttpResponse:
    """All certificates of the event, as a file."""
    event = get_object_or_404(Event, code=code)
    return _file(certificates.of_event(event)[:IN_ONE_FILE], f"certificates-{event.code}")


def issue(request: MemberRequest, pk: int) -> HttpResponse:
    """Issue a certificate though something is missing, with a reason."""
    booking = get_object_or_404(Booking.objects.select_related("event__course", "person"), pk=pk)
    back, now = reverse("event_certificates", args=[booking.event.code]), timezone.now()
    against = certificates.why_not(booking, at=now)
    if against and not isinstance(against, certificates.NotYet):
        messages.error(request, against.sentence)
        return redirect(back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            issue_once = certificates.issue.once(request.sent, back)
            issue_once(booking, by=request.user, at=now, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{booking.person} has a certificate now. We have written to them.")
            return redirect(back)
    context = {"form": form, "booking": booking, "event": booking.event, "against": against}
    context |= {"back": back, "back_to": "Certificates"}
    return render(request, "evaluations/issue_certificate.html", context)


def _team(request: MemberRequest) -> tuple[TeamCertificatesForm, CertificateQuerySet]:
    found = certificates.of_team(request.user)
    form = TeamCertificatesForm(request.GET or None, years=certificates.years_of(found))
    if form.is_valid():
        if period := form.period:
            found = found.filter(booking__event__ends_on__range=(period.starts, period.ends))
        found = found.filter(words_in(certificates.FOUND_BY, form.cleaned_data["name"]))
    return form, found


def _file(found: Iterable[Certificate], name: str) -> HttpResponse:
    drawn = list(found)
    if not drawn:
        raise Http404
    content = certificates_pdf.draw(drawn, at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
