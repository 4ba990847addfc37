"""The monthly statement of an agency, as a page and as CSV, for managers and for the agency's leads."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_tables2 import RequestConfig

from events import statements
from events.forms_statement import StatementForm
from events.tables_statement import GivenTable, StatementTable
from people.models import Agency
from people.requests import MemberRequest


def statement(request: MemberRequest) -> HttpResponse:
    """What an agency's places cost in a month, once both are chosen."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "events/statement.html", {"form": form})
    agency, month = _chosen(form)
    found = statements.of(agency, month, at=timezone.now())
    table, given = StatementTable(found.lines), GivenTable(found.given, prefix="given-")
    RequestConfig(request).configure(table)
    RequestConfig(request).configure(given)
    context = {"form": form, "agency": agency, "month": month, "table": table, "statement": found, "given": given}
    return render(request, "events/statement.html", context)


def statement_csv(request: MemberRequest) -> HttpResponse:
    """The same to open in a spreadsheet."""
    form = _form(request)
    if not form.is_valid():
        raise Http404
    agency, month = _chosen(form)
    text = statements.as_csv(agency, month, statements.of(agency, month, at=timezone.now()))
    name = f"statement-{agency.code}-{month:%Y-%m}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=disposition)


def _form(request: MemberRequest) -> StatementForm:
    agencies, months = statements.agencies_of(request.user), statements.months(at=timezone.now())
    return StatementForm(request.GET or None, agencies=agencies, months=months)


def _chosen(form: StatementForm) -> tuple[Agency, date]:
    return form.cleaned_data["agency"], date.fromisoformat(form.cleaned_data["month"])
