"""Links that open one evaluation: without an account, signing nobody in, kept as hashes and forgotten when it is over.

Every letter has a link of its own, and each goes on working until it is too late to answer: whoever opens the first
letter after a reminder came is not turned away. Opening a link changes nothing; only the form on its page does.
"""

from datetime import datetime, timedelta

from core import links
from evaluations import window
from evaluations.models import Evaluation, EvaluationLink

PURPOSE = "evaluation"
KEPT_AFTER = timedelta(days=1)


def new_link(evaluation: Evaluation) -> str:
    """The token of a new link, for the letter that is being written."""
    token = links.new_token()
    EvaluationLink.objects.create(evaluation=evaluation, hashed=links.hashed(PURPOSE, token))
    return token


def behind(token: str) -> Evaluation | None:
    """The evaluation that a link opens, whatever has become of it."""
    opened = Evaluation.objects.filter(links__hashed=links.hashed(PURPOSE, token))
    return opened.select_related("booking__person", "event__course", "questionnaire").first()


def forget_over(*, at: datetime) -> int:
    """Forget the links of evaluations that could be given until a day ago; how many."""
    over = Evaluation.objects.filter(window.passed_at(at - KEPT_AFTER))
    return EvaluationLink.objects.filter(evaluation__in=over).delete()[0]
