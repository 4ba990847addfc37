"""Checking in: the page to be seen by a whole room, and the one on which people say that they are there."""

import base64
from datetime import date, datetime
from functools import partial

import qrcode
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from qrcode.image.svg import SvgPathImage

from core.addresses import on_this_site
from core.audit import Actor
from core.refusals import Refusal
from core.words import clock
from events import check_in_codes as codes
from events import check_ins, marks
from events.check_in_codes import Occasion
from events.forms import CheckInForm
from events.views.register import date_of, own_event, page_of
from people import persons
from people.requests import MemberRequest


def show_check_in(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """The code to check in by, drawn large and as a QR code, and how many are there; it names nobody."""
    now, event = timezone.now(), own_event(request, code)
    occasion = Occasion(event, date_of(event, day, at=now))
    lines, arrived = marks.lines(event, occasion.on), check_ins.of(event, occasion.on)
    shown = codes.shown(occasion, at=now)
    address = on_this_site(reverse("check_in"))
    context = {
        "event": event,
        "occasion": occasion,
        "refusal": check_ins.why_not(occasion, at=now),
        "code": shown,
        "address": address.partition("://")[2].rstrip("/"),
        "qr": _drawn(f"{address}?{urlencode({'code': shown.text})}"),
        "there": sum(line.mark.came or line.booking.pk in arrived for line in lines),
        "expected": len(lines),
        "here": page_of(event, occasion.on, "show_check_in"),
        "back": page_of(event, occasion.on),
    }
    part = "events/_check_in_code.html" if request.headers.get("HX-Request") else "events/show_check_in.html"
    return render(request, part, context)


def check_in(request: HttpRequest) -> HttpResponse:
    """Say that one is there, by the code that is shown; without an account also by the name on the booking."""
    now, is_member = timezone.now(), request.user.is_authenticated
    typed = {"code": request.GET.get("code", "")[:20]}
    form = CheckInForm(request.POST if request.method == "POST" else None, initial=typed, is_member=is_member)
    if form.is_valid():
        wrong = partial(ratelimit.consume, request, action="check_in_member" if is_member else "check_in")
        if not wrong(dry_run=True):
            too_many: HttpResponse = ratelimit.respond_429(request)
            return too_many
        try:
            return _checked_in(request, form, at=now)
        except Refusal as refusal:
            wrong()
            form.add_error(None, refusal.sentence)
    back = f"{reverse('check_in')}?{urlencode(typed)}"
    return render(request, "events/check_in.html", {"form": form, "here": back})


def _checked_in(request: HttpRequest, form: CheckInForm, *, at: datetime) -> HttpResponse:
    occasion = codes.occasion_of(form.cleaned_data["code"], at=at)
    if occasion is None:
        raise check_ins.wrong_code()
    by: Actor
    if is_member := request.user.is_authenticated:
        by, booking = request.user, check_ins.booking_of(occasion, persons.of(request.user))
    else:
        by, booking = check_ins.AT_THE_DOOR, check_ins.booking_under(occasion, form.cleaned_data["who"])
    leads_to = reverse("booking", args=[booking.pk]) if is_member else reverse("check_in")
    check_in_once = check_ins.check_in.once(getattr(request, "sent", None), leads_to)
    check_in_once(occasion, booking, by=by, at=at)
    messages.success(
        request, f"You are checked in to {occasion.event.name}, which begins at {clock(occasion.starts_at)}."
    )
    return redirect(leads_to)


def _drawn(address: str) -> str:
    """The address as a QR code, to stand in a page."""
    svg = qrcode.make(address, image_factory=SvgPathImage, border=2).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
