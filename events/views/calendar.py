"""Somebody's training in their own calendar: the page that gives its address out, and what a calendar reads there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from core.addresses import button_on
from events import feeds
from events.models import CalendarFeed
from people import persons
from people.requests import MemberRequest

PAGE = "my_calendar"


def my_calendar(request: MemberRequest) -> HttpResponse:
    """How one's training comes into one's calendar, and the address for it, if there is one."""
    if persons.of(request.user) is None:
        return redirect("my_training")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    path = reverse("calendar_feed", args=[feeds.token_of(feed)]) if feed else ""
    context = {
        "feed": feed,
        "days": feeds.KEPT_IN_VIEW.days,
        "address": settings.SITE_URL + path,
        "subscribe": f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}",
    }
    return render(request, "events/my_calendar.html", context)


@button_on(PAGE)
def make_address(request: MemberRequest) -> HttpResponse:
    """Make an address, or a new one in place of the one there was."""
    feeds.make.once(request.sent, reverse(PAGE))(request.user, at=timezone.now())
    messages.success(request, "Your calendar has a new address. Any address from before has stopped working.")
    return redirect(PAGE)


@button_on(PAGE)
def stop(request: MemberRequest) -> HttpResponse:
    """Make the address lead nowhere."""
    feeds.end.once(request.sent, reverse(PAGE))(request.user, at=timezone.now())
    messages.success(request, "The address has stopped working. You can make another at any time.")
    return redirect(PAGE)


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """One person's training, for whatever calendar has the address: no session, no cookie, a few statements."""
    person = feeds.behind(token)
    if person is None:
        raise Http404
    drawn = feeds.drawn(person, at=timezone.now())
    # The address is a secret: nothing that leads on from here may tell it, and no search engine keep it.
    headers = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return HttpResponse(drawn, content_type="text/calendar; charset=utf-8", headers=headers)
