"""Training passports: one's own, those of a lead's own staff, and whose refreshers fall due."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django_tables2 import RequestConfig

from core import exports
from core.access import require
from evaluations import passports, passports_pdf
from evaluations.forms_passports import RefreshersForm
from evaluations.rules import may_see_passport
from evaluations.tables_passports import LevelsTable, LinesTable, MyRefreshersTable, RefreshersTable, YearsTable
from events import refreshers
from people import persons
from people.models import Agency, AgencyQuerySet, Person
from people.requests import MemberRequest
from people.rules import is_lead, is_oneself


def mine(request: MemberRequest) -> HttpResponse:
    """The way to one's own passport, for those who are somebody at work."""
    person = persons.of(request.user)
    return redirect("passport", person.pk) if person else redirect("my_training")


def passport(request: MemberRequest, pk: int) -> HttpResponseBase:
    """What somebody attended and completed, what is to be refreshed, and the hours by level and by year."""
    found = passports.of(_person(request, pk), at=timezone.now())
    lines, due = LinesTable(found.lines), MyRefreshersTable(found.refreshers, prefix="r-")
    sums = [LevelsTable(found.by_level, prefix="l-"), YearsTable(found.by_year, prefix="y-")]
    tables = [due, lines, *sums]
    if file := exports.asked(request, *tables):
        return file
    for table in tables:
        RequestConfig(request).configure(table)
    is_own = is_oneself(request.user, found.person)
    back = ("my_training", "My training") if is_own else _back(request)
    context = {"passport": found, "person": found.person, "is_own": is_own, "back": back}
    return render(request, "evaluations/passport.html", context | {"due": due, "lines": lines, "sums": sums})


def passport_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The same to print."""
    person, now = _person(request, pk), timezone.now()
    drawn = passports_pdf.draw(passports.of(person, at=now), at=now)
    headers = {"Content-Disposition": f'attachment; filename="training-passport-{slugify(person.name) or pk}.pdf"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


def of_team(request: MemberRequest) -> HttpResponseBase:
    """Whose refreshers fall due among the people whom the lead looks after."""
    agencies = Agency.objects.with_people().filter(pk__in=request.user.led_agencies)
    return _list(request, agencies, "my_team", "My team")


def of_everybody(request: MemberRequest) -> HttpResponseBase:
    """Whose refreshers fall due among all, for managers."""
    return _list(request, Agency.objects.with_people(), "workspace", "Manage")


def _list(request: HttpRequest, agencies: AgencyQuerySet, back: str, back_to: str) -> HttpResponseBase:
    form, people = RefreshersForm(request.GET, agencies=agencies), Person.objects.filter(agency__in=agencies)
    is_valid, now = form.is_valid(), timezone.now()
    found = refreshers.of_people(form.people(people) if is_valid else people, at=now)
    exclude = () if "agency" in form.fields else ("agency",)
    table = RefreshersTable(form.fitting(found) if is_valid else found, exclude=exclude)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    context = {"form": form, "table": table, "back": back, "back_to": back_to}
    return render(request, "evaluations/refreshers.html", context)


def _back(request: MemberRequest) -> tuple[str, str]:
    """Where somebody who looks at another's passport comes from."""
    return ("team_refreshers", "Refreshers") if is_lead(request.user) else ("refreshers", "Refreshers")


def _person(request: MemberRequest, pk: int) -> Person:
    found = get_object_or_404(Person.objects.select_related("agency"), pk=pk)
    require(may_see_passport(request.user, found))
    return found
