"""Keys for agencies' own systems: the list of them, making one, which shows it once, and ending one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.forms import ReasonForm
from core.refusals import Refusal
from people import api_keys as acts
from people.forms_api_keys import MakeKeyForm
from people.requests import MemberRequest
from people.rules import may_manage_training
from people.tables_api_keys import KeysTable

PAGE = "api_keys"


def api_keys(request: MemberRequest) -> HttpResponseBase:
    """The keys of the agencies that the user leads, or of all."""
    found, is_manager = acts.kept_by(request.user), may_manage_training(request.user)
    several = is_manager or len(request.user.led_agencies) > 1
    table = KeysTable(found, at=timezone.now(), exclude=() if several else ("agency",))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    back = ("agencies", "Agencies") if is_manager else ("my_team", "My team")
    return render(request, "people/api_keys.html", {"table": table, "back": reverse(back[0]), "back_to": back[1]})


def make_api_key(request: MemberRequest) -> HttpResponse:
    """Make a key: what is answered to the form shows it, and nothing ever does again."""
    agencies = acts.agencies_of(request.user)
    form = MakeKeyForm(request.POST if request.method == "POST" else None, agencies=agencies)
    if form.is_valid():
        try:
            make_once = acts.make.once(request.sent, reverse(PAGE))
            made = make_once(form.chosen, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("name", refusal.sentence)
        else:
            return render(request, "people/api_key_made.html", _about() | {"made": made})
    return render(request, "people/make_api_key.html", _about() | {"form": form})


def end_api_key(request: MemberRequest, pk: int) -> HttpResponse:
    """End a key, with a reason."""
    key = get_object_or_404(acts.kept_by(request.user).not_ended(), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        end_once = acts.end.once(request.sent, reverse(PAGE))
        end_once(key, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, f"The key {key} opens nothing any more.")
        return redirect(PAGE)
    return render(request, "people/end_api_key.html", _about() | {"form": form, "key": key})


def _about() -> dict[str, object]:
    return {"back": reverse(PAGE), "back_to": "Keys for HR systems", "days": settings.API_KEY_DAYS}
