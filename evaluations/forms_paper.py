"""A paper form, to be typed in."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from evaluations.forms import EvaluationForm
from evaluations.models import Evaluation, Questionnaire
from events.models import Booking, Event


class PaperForm(EvaluationForm):
    """What stands on the form, question by question; what was left blank on paper stays blank."""

    booking = forms.ModelChoiceField(
        Booking.objects.none(),
        required=False,
        label="Whose form it is",
        empty_label="Nobody’s: it bears no name",
        help_text="Only if a name stands on the form. No page shows the name beside the answers.",
    )

    def __init__(self, questionnaire: Questionnaire, event: Event, data: Any) -> None:
        super().__init__(questionnaire, data, is_whole=False)
        given = Evaluation.objects.submitted().filter(booking=OuterRef("pk"), event=event, kind=Questionnaire.Kind.END)
        came = event.bookings.attended().filter(~Exists(given)).select_related("person")
        booking: Any = self.fields["booking"]
        booking.queryset = came.order_by("person__last_name", "person__first_name", "pk")
        booking.label_from_instance = lambda row: row.person.name
