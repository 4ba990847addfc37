"""What waits in comments, for pages of the floors below: `{% load comments %}{% comments_waiting as waiting %}`."""

from typing import NamedTuple

from django import template

from evaluations.models import Comment, Disclosure

register = template.Library()


class Waiting(NamedTuple):
    """How many comments wait for a manager, and how many for the designated lead."""

    to_review: int
    disclosures: int


@register.simple_tag
def comments_waiting() -> Waiting:
    """How many comments wait for whom."""
    return Waiting(Comment.objects.to_review().count(), Disclosure.objects.filter(closed_at=None).count())
