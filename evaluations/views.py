"""The pages where people say what they thought, and where managers and trainers read it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.access import require
from evaluations import evaluations, results, reviewing, window
from evaluations.forms import EvaluationForm
from evaluations.models import Evaluation
from evaluations.rules import FEWEST_FOR_TRAINERS, may_evaluate, may_read_answers, may_read_evaluations
from evaluations.tables import tables_of
from events.models import Booking, Event
from people import persons
from people.rules import may_manage_training


def my_evaluations(request: HttpRequest) -> HttpResponse:
    """What the person is still asked for, and what they gave."""
    person = persons.of(request.user)
    booked = evaluations.awaited_from(person, at=timezone.now()) if person else []
    awaited = [(booking.event, window.last_day(booking.event)) for booking in booked]
    given = evaluations.given_by(person) if person else []
    return render(request, "evaluations/mine.html", {"awaited": awaited, "given": given})


def evaluate(request: HttpRequest, code: str) -> HttpResponse:
    """The questions about an event, to somebody who came."""
    now, booking = timezone.now(), _own_booking(request, code)
    try:
        form = EvaluationForm(evaluations.asked_with(booking, at=now), request.POST or None)
        if request.method == "POST" and form.is_valid():
            evaluation = evaluations.ask(booking, at=now)
            respondent = evaluations.Respondent(evaluation)
            evaluations.submit(evaluation, form.answers, form.comments, form.quotable, by=respondent, at=now)
            return redirect("evaluation_thanks", code)
    except evaluations.AlreadySubmitted as already:
        # No key is spent here: it would tie the answers to a user for weeks, and there is only ever one evaluation.
        messages.info(request, already.sentence)
        return redirect("evaluation_thanks", code)
    return render(
        request,
        "evaluations/evaluate.html",
        {"event": booking.event, "form": form, "last_day": window.last_day(booking.event)},
    )


def evaluation_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What happens next with what the person said."""
    booking = _own_booking(request, code)
    evaluation = evaluations.of_booking(booking)
    require(evaluation is not None and evaluation.state == Evaluation.State.SUBMITTED)
    return render(request, "evaluations/thanks.html", {"event": booking.event, "fewest": FEWEST_FOR_TRAINERS})


def stop_quoting(request: HttpRequest, code: str) -> HttpResponse:
    """Let nothing that the person wrote about an event be quoted from now on."""
    evaluation = evaluations.of_booking(_own_booking(request, code))
    if request.method != "POST" or evaluation is None:
        return redirect("my_evaluations")
    # No key is spent here either: it would tie the evaluation to a user.
    respondent = evaluations.Respondent(evaluation)
    reviewing.withdraw_permission(evaluation, by=respondent, at=timezone.now())
    messages.success(
        request, "Your words are not quoted any more. Reports that are published already stay as they are."
    )
    return redirect("my_evaluations")


def event_evaluations(request: HttpRequest, code: str) -> HttpResponse:
    """How many evaluated an event and, where the reader may see that, what they said."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    require(may_read_evaluations(request.user, event))
    response = results.response_to(event)
    shown, is_manager = may_read_answers(request.user, given=response.given), may_manage_training(request.user)
    context = {
        "event": event,
        "response": response,
        "shown": shown,
        "fewest": FEWEST_FOR_TRAINERS,
        "is_manager": is_manager,
        "tables": tables_of(event) if shown else [],
        "heard": results.heard(event, whole=is_manager) if shown else [],
    }
    return render(request, "evaluations/event.html", context)


def _own_booking(request: HttpRequest, code: str) -> Booking:
    """The booking that the person who asks has on the event; there is no such page for anybody else."""
    own = Booking.objects.filter(event__code=code, person__user=request.user.pk, state=Booking.State.CONFIRMED)
    booking = get_object_or_404(own.select_related("event__course", "person"))
    require(may_evaluate(request.user, booking))
    return booking
