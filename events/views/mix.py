"""The page on which a manager says who the places of an event are for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.refusals import Refusal
from events import mix_so_far, pictures, programme
from events.forms_mix import MixForm, MixRules
from events.models import Event
from events.tables_manage import MixTable
from events.views.workspace import page_of
from people.requests import MemberRequest


def change_mix(request: MemberRequest, code: str) -> HttpResponse:
    """Keep places for some, cap others, and say whom free places prefer; the waiting list moves by it at once."""
    now = timezone.now()
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    if refused := programme.why_not_change_mix(event, at=now):
        messages.error(request, refused.sentence)
        return redirect("manage_event", code)
    sent = request.POST if request.method == "POST" else None
    form = MixForm(sent, initial={"prefers_mix": event.prefers_mix, "seen": programme.mix_edition(event)})
    formset = MixRules.about(event.mix_rules.in_force(at=now), sent)
    if form.is_valid() and formset.is_valid():
        change_once = programme.change_mix.once(request.sent, page_of(event))
        try:
            change_once(event, formset.rules, by=request.user, at=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The mix is saved.")
            return redirect("manage_event", code)
    mix = MixTable(mix_so_far.in_full(pictures.of(event, at=now)))
    context = {"form": form, "formset": formset, "event": event, "mix": mix}
    return render(request, "events/change_mix.html", context)
