"""Erasing somebody: what goes, what stays and why is seen before; and the page of a record that was erased."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from config import erasing
from core.forms import ReasonForm
from core.refusals import Refusal
from people.models import Person
from people.requests import MemberRequest


def erase_person(request: MemberRequest, pk: int) -> HttpResponse:
    """What would become of everything that is kept of somebody, what stands in the way; and erasing them."""
    person = get_object_or_404(Person.objects.select_related("agency", "user"), pk=pk)
    now, form, leads_to = timezone.now(), ReasonForm(request.POST or None), reverse("person", args=[pk])
    form.fields["reason"].help_text = "Who asked for it, without their name: it is kept."
    if form.is_valid():
        try:
            erase = erasing.erase.once(request.sent, leads_to)
            erase(person, by=request.user, at=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "They are erased. Only their number is left.")
            return redirect(leads_to)
    outlook = erasing.outlook(person, by=request.user, at=now)
    context = {"person": person, "form": form, "outlook": outlook, "back": leads_to, "back_to": person.name}
    return render(request, "erasing/erase_person.html", context)
