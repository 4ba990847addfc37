"""The floor's pages: each is the shortest way in which Django gives the same rows, or keeps the same row."""

from django.db import transaction
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from tools.bench.floor.models import Booking, Event

A_PAGE = 20


def healthz(request: HttpRequest) -> HttpResponse:
    """That it is up."""
    return HttpResponse("ok")


def programme(request: HttpRequest) -> HttpResponse:
    """The first coming events, with the places left on each."""
    coming = Event.objects.filter(starts_on__gt=timezone.now().date()).order_by("starts_on", "pk")
    counted = coming.annotate(left=F("places") - Count("bookings"))
    return render(request, "floor/programme.html", {"events": counted[:A_PAGE], "total": coming.count()})


def book(request: HttpRequest, code: str) -> HttpResponse:
    """Lock, count, insert."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    with transaction.atomic():
        event = get_object_or_404(Event.objects.select_for_update(), code=code)
        if Booking.objects.filter(event=event).count() >= event.places:
            return HttpResponse("Full", status=409)
        booking = Booking.objects.create(event=event, person=request.user)
    return redirect(f"/bookings/{booking.pk}/")
