"""The page where managers type in evaluations that were handed in on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from core.words import count_noun
from evaluations import evaluations, results
from evaluations.forms_paper import PaperForm
from events.models import Event
from people.requests import MemberRequest


def type_in(request: MemberRequest, code: str) -> HttpResponse:
    """One paper form after the other, until there is one for everybody who came."""
    now, event = timezone.now(), get_object_or_404(Event.objects.select_related("course"), code=code)
    questionnaire = evaluations.paper_form(event, at=now)
    form = PaperForm(questionnaire, event, request.POST if request.method == "POST" else None)
    here = reverse("type_in_evaluations", args=[code])
    if form.is_valid():
        try:
            type_in_once = evaluations.type_in.once(request.sent, here)
            type_in_once(event, form.said, form.cleaned_data["booking"], by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            response = results.response_to(event)
            kept = f"{count_noun(response.given, 'evaluation')} of {count_noun(response.attended, 'person,people')}"
            messages.success(request, f"The form is kept: {kept} who came.")
            return redirect(here)
    context = {"event": event, "form": form, "response": results.response_to(event)}
    return render(request, "evaluations/type_in.html", context)
