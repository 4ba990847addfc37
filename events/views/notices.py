"""Writing to the people of an event: what would be sent, and to how many, is shown before anything is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.refusals import Refusal
from core.words import count_noun
from events import notices
from events.forms_notice import NoticeForm
from events.models import Event
from events.views.workspace import page_of
from people.requests import MemberRequest

SEND = "send"


def write_notice(request: MemberRequest, code: str) -> HttpResponse:
    """Ask to whom and for the words, show the letter, and send it."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    readers = notices.readers(event)
    form, shown = NoticeForm(request.POST or None, readers), None
    if form.is_valid():
        if SEND in request.POST and form.was_seen:
            return _send(request, event, form)
        form = form.shown_again(readers)
        shown = form.words | {"readers": form.readers}
    context = {"event": event, "form": form, "shown": shown, "readers": readers, "send": SEND, "back": page_of(event)}
    context["sent"] = event.notices.select_related("written_by")
    return render(request, "events/write_notice.html", context)


def _send(request: MemberRequest, event: Event, form: NoticeForm) -> HttpResponse:
    try:
        send_once = notices.send.once(request.sent, page_of(event))
        sent = send_once(event, **form.words, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Your message goes to {count_noun(sent.people, 'person,people')}.")
    return redirect(page_of(event))
