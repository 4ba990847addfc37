"""The pages of the designated lead: what may tell of harm, and what was done about it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.addresses import button_on
from core.refusals import Refusal
from evaluations import disclosures
from evaluations.forms_comments import OutcomeForm
from evaluations.marking import shown
from evaluations.models import Disclosure
from evaluations.tables_comments import DisclosuresTable
from people.requests import MemberRequest


def disclosed(request: MemberRequest) -> HttpResponseBase:
    """What waits for the designated lead, the oldest first, and what they did."""
    table = DisclosuresTable(Disclosure.objects.order_by("closed_at", "raised_at", "pk"))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    waiting = Disclosure.objects.filter(closed_at=None).order_by("raised_at", "pk")
    return render(request, "evaluations/disclosures.html", {"table": table, "waiting": waiting})


def disclosure(request: MemberRequest, pk: int) -> HttpResponse:
    """What somebody wrote that may tell of harm, and what to do; closing it says what was done."""
    found, page = _disclosure(pk), reverse("disclosure", args=[pk])
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close_once = disclosures.close.once(request.sent, page)
            close_once(found, by=request.user, at=timezone.now(), outcome=form.cleaned_data["outcome"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "What was done is kept.")
            return redirect(page)
    context = {"disclosure": found, "text": shown(found.comment.text), "form": form}
    return render(request, "evaluations/disclosure.html", context)


@button_on("disclosure")
def ask_writer(request: MemberRequest, pk: int) -> HttpResponse:
    """Have the writer asked, by a letter that says nothing of what they wrote, to get in touch."""
    page = reverse("disclosure", args=[pk])
    try:
        disclosures.ask_writer.once(request.sent, page)(_disclosure(pk), by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "We write to whoever wrote it, and ask them to get in touch with you.")
    return redirect(page)


def _disclosure(pk: int) -> Disclosure:
    rows = Disclosure.objects.select_related("comment__evaluation__event__course", "closed_by")
    return get_object_or_404(rows, pk=pk)
