"""What is on record of one person, for managers: who they are at work, their bookings, and what is due."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from events import browsing, refreshers, suspensions
from events.tables import EnrolmentTable, PastTable
from people.models import FormerPerson, Person


def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One person: their record, what is coming, past and to be refreshed; of a merged record, the kept one.

    Of somebody who was erased there is only that.
    """
    now = timezone.now()
    everybody = Person.objects.with_invitation(at=now).select_related(
        "agency", "user", "role", "target_group", "agency__sector"
    )
    found = everybody.filter(pk=pk).first()
    if found is None:
        return _gone(request, pk)
    training = browsing.training_of(found, at=now)
    past, e_learning = PastTable(training.past), EnrolmentTable(training.e_learning, prefix="e-")
    if file := exports.asked(request, past):
        return file
    RequestConfig(request).configure(past)
    context = {
        "person": found,
        "mine": training,
        "past": past,
        "e_learning": e_learning,
        "refreshers": refreshers.of(found, at=now),
        "is_suspended": suspensions.suspended(at=now).filter(pk=found.pk).exists(),
    }
    return render(request, "events/person.html", context)


def _gone(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where a record is no more: to the one that it was merged into, or that it was erased."""
    if erased := Person.everybody.filter(pk=pk).first():
        return render(request, "people/erased.html", {"person": erased}, status=HTTPStatus.GONE)
    return redirect("person", get_object_or_404(FormerPerson, number=pk).person_id)
