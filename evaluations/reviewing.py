"""Reviewing: what people decide about comments. The only module that changes those decisions.

A comment's own words are never changed, nor is one deleted: what may be read or quoted instead stands beside them. The
trail names comments by number, and never repeats words.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from evaluations import reading
from evaluations.models import Comment, Evaluation, Theme
from people.models import User

LONGEST_WORDING = 2_000


class NotInUse(Refusal):
    """The theme is retired."""


class NotAllowed(Refusal):
    """The writer didn't allow it, or took it back."""


class WithTheLead(Refusal):
    """It may tell of harm: nothing of it is quoted before the designated lead is done with it."""


class GivesAway(Refusal):
    """The wording may still give somebody away."""


class NotApproved(Refusal):
    """There is no approved wording to take back."""


class NoWording(Refusal):
    """There is nothing to approve."""


@once.change
def settle_themes(chosen: Mapping[int, Theme | None], *, by: User, at: datetime) -> int:
    """Say of many comments, {lot: theme}, what they speak of, None for no theme; how many that settled.

    What somebody settled meanwhile stays as it is.
    """
    _demand_in_use(chosen.values())
    rows = Comment.objects.select_for_update().filter(lot__in=chosen).order_by("pk")
    open_still = [comment for comment in rows if not comment.is_themed]
    _give(open_still, chosen, by=by, at=at)
    return len(open_still)


@once.change
def change_theme(comment: Comment, theme: Theme | None, *, by: User, at: datetime) -> Comment:
    """Say of one comment what it speaks of, whatever was said before."""
    _demand_in_use([theme])
    comment = _locked(comment)
    _give([comment], {comment.lot: theme}, by=by, at=at)
    return comment


@once.change
def decide_details(comment: Comment, decision: Comment.Details, *, by: User, at: datetime) -> Comment:
    """Say whether a comment's own words give somebody away: then only managers read them."""
    comment = _locked(comment)
    is_open = decision == Comment.Details.UNDECIDED
    comment.details = decision
    comment.details_by, comment.details_at = (None, None) if is_open else (by, at)
    comment.save(update_fields=["details", "details_by", "details_at"])
    audit.record("comments.decide_details", comment, by=by, at=at, decision=decision.value)
    return comment


def why_not_quote(comment: Comment) -> Refusal | None:
    """Why no wording of the comment can be approved, or None; what `approve_wording` would say, said before."""
    if comment.may_quote is not True:
        return NotAllowed("Whoever wrote this has not allowed it to be quoted.")
    if Comment.objects.disclosed().filter(pk=comment.pk).exists():
        return WithTheLead("This comment is with the designated lead. Nothing of it can be quoted until they are done.")
    return None


@once.change
def approve_wording(comment: Comment, wording: str, *, looked: bool, by: User, at: datetime) -> Comment:
    """Let those words be quoted, by the name of whoever approves them.

    Where something in them may give somebody away, only if the approver says that they have `looked` at it.
    """
    comment, wording = _locked(comment), wording.strip()
    if refusal := why_not_quote(comment):
        raise refusal
    if not wording:
        raise NoWording("Enter the wording that may be quoted.")
    if not looked and (marks := reading.marks_in_wording(comment, wording)):
        marked = ", ".join(f"“{wording[mark.start : mark.end]}” ({mark.kind})" for mark in marks[:5])
        raise GivesAway(f"Look at {marked}. Take it out, or tick below that it gives nobody away.")
    comment.approved_wording, comment.approved_by, comment.approved_at = wording, by, at
    comment.save(update_fields=["approved_wording", "approved_by", "approved_at"])
    audit.record("comments.approve_wording", comment, by=by, at=at, as_written=wording == comment.text.strip())
    return comment


@once.change
def withdraw_wording(comment: Comment, *, by: User, at: datetime, reason: str) -> Comment:
    """Let nothing of the comment be quoted from now on; what is published stays published."""
    comment = _locked(comment)
    if comment.approved_by is None:
        raise NotApproved("No wording of this comment is approved, so that there is nothing to take back.")
    _unapprove(comment)
    comment.save(update_fields=["approved_wording", "approved_by", "approved_at"])
    audit.record("comments.withdraw_wording", comment, by=by, at=at, reason=reason)
    return comment


@once.change
def withdraw_permission(evaluation: Evaluation, *, by: Actor, at: datetime) -> int:
    """Let none of the words of an evaluation be quoted from now on, as their writer wishes; how many comments."""
    rows = Comment.objects.select_for_update().filter(evaluation=evaluation, may_quote=True).order_by("pk")
    comments = list(rows)
    for comment in comments:
        comment.may_quote = False
        _unapprove(comment)
    Comment.objects.bulk_update(comments, ["may_quote", "approved_wording", "approved_by", "approved_at"])
    if comments:
        audit.record("comments.withdraw_permission", evaluation, by=by, at=at, comments=len(comments))
    return len(comments)


def _give(comments: list[Comment], chosen: Mapping[int, Theme | None], *, by: User, at: datetime) -> None:
    for comment in comments:
        comment.theme, comment.themed_by, comment.themed_at = chosen[comment.lot], by, at
    Comment.objects.bulk_update(comments, ["theme", "themed_by", "themed_at"])
    given = [(comment, {"theme": comment.theme.code if comment.theme else None}) for comment in comments]
    audit.record_each("comments.theme", given, by=by, at=at)


def _demand_in_use(themes: Iterable[Theme | None]) -> None:
    """The themes are locked before the comments, as by a merge, so that none falls between."""
    wanted = Theme.objects.select_for_update().filter(pk__in={theme.pk for theme in themes if theme})
    if retired := next((theme for theme in wanted if theme.retired_at), None):
        raise NotInUse(f"“{retired}” is retired. Choose a theme that is in use.")


def _unapprove(comment: Comment) -> None:
    comment.approved_wording, comment.approved_by, comment.approved_at = "", None, None


def _locked(comment: Comment) -> Comment:
    """The comment as it is now, locked until the open transaction ends."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("evaluation__event", "theme")
    return rows.get(pk=comment.pk)
