"""Everything that is held about somebody, for themself, and for a manager who hands it to who has no account."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from config import copies
from config.forms_copies import CopyForm
from config.information import whom_to_ask
from config.personal_data import HOLDINGS
from config.theirs import Somebody
from core.addresses import button_on
from core.forms import ReasonForm
from people import equality, persons
from people.models import Person
from people.requests import MemberRequest


def held_about_me(request: MemberRequest) -> HttpResponse:
    """What kinds of things are held about the user, what of it no copy holds, and the copies to download."""
    person = persons.of(request.user)
    context = {"holdings": HOLDINGS, "person": person, "is_stopped": person and equality.are_stopped(person)}
    return render(request, "copies/mine.html", whom_to_ask() | context)


@button_on("held_about_me")
def stop_my_answers(request: MemberRequest) -> HttpResponse:
    """Use the user's equality answers no more."""
    if person := persons.of(request.user):
        stop = equality.stop.once(request.sent, reverse("held_about_me"))
        stop(person, by=request.user, at=timezone.now())
        messages.success(request, "Your equality answers are gone, and none are used from now on.")
    return redirect("held_about_me")


def my_copy(request: MemberRequest, extension: str) -> HttpResponse:
    """The user's own copy, as a file."""
    if extension not in copies.FORMATS:
        raise Http404
    whose = Somebody(persons.of(request.user), request.user)
    return _file(copies.make(whose, at=timezone.now(), for_themself=True), extension)


def copy_for(request: MemberRequest, pk: int) -> HttpResponse:
    """A manager's copy for somebody, with the reason for which it is made."""
    person = get_object_or_404(Person.objects.select_related("agency", "user"), pk=pk)
    form, page = CopyForm(request.POST or None), reverse("person", args=[pk])
    if form.is_valid():
        make = copies.make_for.once(request.sent, page)
        copy = make(person, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return _file(copy, form.cleaned_data["extension"])
    alone = [holding for holding in HOLDINGS if holding.alone]
    context = {"person": person, "form": form, "alone": alone, "back": page, "back_to": person.name}
    return render(request, "copies/for_somebody.html", context)


def stop_answers_of(request: MemberRequest, pk: int) -> HttpResponse:
    """Use the equality answers of somebody no more who asked for it otherwise; whether there are any is not told."""
    person = get_object_or_404(Person.objects.select_related("agency", "user"), pk=pk)
    form, page = ReasonForm(request.POST or None), reverse("person", args=[pk])
    form.fields["reason"].help_text = "How they asked for it. It is kept."
    if form.is_valid():
        equality.stop.once(request.sent, page)(person, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"No equality answers of {person} are used from now on.")
        return redirect(page)
    context = {"person": person, "form": form, "back": page, "back_to": person.name}
    return render(request, "copies/stop_answers.html", context)


def _file(copy: copies.Copy, extension: str) -> HttpResponse:
    draw, media_type = copies.FORMATS[extension]
    headers = {"Content-Disposition": f'attachment; filename="held-about-you.{extension}"'}
    return HttpResponse(draw(copy), content_type=media_type, headers=headers)
