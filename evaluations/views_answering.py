"""The pages where people answer: who has an account signed in, and whoever has the link of a letter without one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.access import require
from core.refusals import Refusal
from evaluations import evaluations, links, questionnaires, reviewing, window
from evaluations.asking import AlreadySubmitted, Asked
from evaluations.forms import EvaluationForm
from evaluations.models import Evaluation, Questionnaire
from evaluations.rules import FEWEST_FOR_TRAINERS, may_evaluate
from events.models import Booking

Kind = Questionnaire.Kind
GONE, REFUSED = 410, 409


def evaluate(request: HttpRequest, code: str) -> HttpResponse:
    """The questions at the end of an event, to somebody who came."""
    asked = evaluations.at_the_end(_own_booking(request, code))
    return _ask(request, asked, thanks=reverse("evaluation_thanks", args=[code]))


def evaluation_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What happens next with what the person said."""
    evaluation = evaluations.of_booking(_own_booking(request, code))
    require(_is_given(evaluation))
    return _thanks(request, evaluation)


def stop_quoting(request: HttpRequest, code: str) -> HttpResponse:
    """Let nothing that the person wrote about an event, then or later, be quoted from now on."""
    booking = _own_booking(request, code)
    if request.method == "POST":
        # No key is spent here either: it would tie the evaluation to a user.
        for evaluation in booking.evaluations.filter(event=booking.event_id).exclude(kind=Kind.MANAGER):
            respondent = evaluations.Respondent(evaluation)
            reviewing.withdraw_permission(evaluation, by=respondent, at=timezone.now())
        messages.success(
            request, "Your words are not quoted any more. Reports that are published already stay as they are."
        )
    return redirect("my_evaluations")


def before(request: HttpRequest, code: str) -> HttpResponse:
    """The questions before an event, to somebody who has a place on it."""
    return _own(request, code, Kind.BEFORE)


def later(request: HttpRequest, code: str) -> HttpResponse:
    """The questions weeks after an event, to somebody who came."""
    return _own(request, code, Kind.LATER)


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questions behind the link of a letter; it opens them for whoever has it, and signs nobody in."""
    evaluation = links.behind(token)
    if evaluation is None:
        return render(request, "evaluations/link_over.html", status=GONE)
    return _answer(request, evaluation, token=token)


@never_cache
def no_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever is asked says that they want to hear no more of it; they can still answer."""
    evaluation = links.behind(token)
    if evaluation is None:
        return render(request, "evaluations/link_over.html", status=GONE)
    back = reverse("answer", args=[token])
    if request.method == "POST":
        evaluations.stop_reminders(evaluation, at=timezone.now())
        messages.success(request, "We send no reminder about it. You can still answer.")
        return redirect(back)
    return render(request, "evaluations/no_reminders.html", {"evaluation": evaluation, "back": back})


def _own(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What the person who asks was asked, of that kind."""
    if (evaluation := evaluations.of_booking(_own_booking(request, code), kind)) is None:
        raise Http404
    return _answer(request, evaluation)


def _own_booking(request: HttpRequest, code: str) -> Booking:
    """The booking that the person who asks has on the event; there is no such page for anybody else."""
    own = Booking.objects.filter(event__code=code, person__user=request.user.pk, state=Booking.State.CONFIRMED)
    booking = get_object_or_404(own.select_related("event__course", "person"))
    require(may_evaluate(request.user, booking))
    return booking


def _answer(request: HttpRequest, evaluation: Evaluation, *, token: str = "") -> HttpResponse:
    """The questions of an evaluation at its own address, where thanks are said once it was given."""
    if request.method != "POST" and _is_given(evaluation):
        return _thanks(request, evaluation)
    return _ask(request, evaluations.asked_by(evaluation), thanks=request.path, token=token)


def _ask(request: HttpRequest, asked: Asked, *, thanks: str, token: str = "") -> HttpResponse:
    """Draw the questions; keep what is sent, or say why it can't be kept and show it again as it was typed."""
    form, now = _form(request, asked), timezone.now()
    is_sent, status = form is not None and request.method == "POST", 200
    try:
        asked.demand_open(at=now)
        if is_sent and form and form.is_valid():
            workshops = [(booking, form.said_of(booking)) for booking, _ in form.workshops]
            evaluations.answer(asked, form.said, workshops, at=now)
            return redirect(thanks)
    except Refusal as refusal:
        # No key is spent here: it would tie the answers to a user for weeks, and there is only ever one evaluation.
        is_given = isinstance(refusal, AlreadySubmitted)
        if is_given and not (is_sent and form and form.is_valid() and not evaluations.is_kept(asked, form.said)):
            messages.info(request, refusal.sentence)
            return redirect(thanks)
        if not (is_sent and form):
            raise
        form.full_clean()
        form.add_error(None, refusal.sentence)
        status = REFUSED
    return render(request, "evaluations/evaluate.html", _context(asked, form, token), status=status)


def _form(request: HttpRequest, asked: Asked) -> EvaluationForm | None:
    """The questions that are asked, or were; None where there are none, or nobody whom they are asked."""
    now = timezone.now()
    questionnaire = asked.questionnaire(at=now)
    if asked.booking is None or questionnaire is None:
        return None
    beside = evaluations.beside(asked.booking, at=now) if asked.kind == Kind.END else []
    workshops = [(booking, evaluations.at_the_end(booking).demand_open(at=now)) for booking in beside]
    asks_for_manager = asked.kind == Kind.LATER and questionnaires.for_event(asked.event, Kind.MANAGER, at=now)
    data = request.POST if request.method == "POST" else None
    return EvaluationForm(questionnaire, data, workshops=workshops, asks_for_manager=bool(asks_for_manager))


def _context(asked: Asked, form: EvaluationForm | None, token: str) -> dict[str, object]:
    evaluation = asked.evaluation
    return {
        "asked": asked,
        "event": asked.event,
        "person": asked.booking and asked.booking.person,
        "form": form,
        "last_day": window.last_day_of(evaluation or Evaluation(event=asked.event)),
        "token": token,
        "may_be_reminded": bool(token and evaluation and not evaluation.no_reminders),
    }


def _is_given(evaluation: Evaluation | None) -> bool:
    return evaluation is not None and evaluation.state == Evaluation.State.SUBMITTED


def _thanks(request: HttpRequest, evaluation: Evaluation | None) -> HttpResponse:
    return render(request, "evaluations/thanks.html", {"evaluation": evaluation, "fewest": FEWEST_FOR_TRAINERS})
