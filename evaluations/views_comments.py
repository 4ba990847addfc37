"""The pages on which managers review comments: many at once, and one closely."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.addresses import button_on
from core.forms import ReasonForm
from core.refusals import Refusal
from core.words import count_noun
from evaluations import disclosures, reading, reviewing
from evaluations.filters import CommentsFilter
from evaluations.forms_comments import ThemeOfOneForm, ThemesForm, WordingForm
from evaluations.marking import marked
from evaluations.models import Comment
from evaluations.tables_comments import CommentsTable
from people.requests import MemberRequest

WHOLE = ("theme", "suggested", "approved_by", "evaluation__event__course", "disclosure")


def comments(request: MemberRequest) -> HttpResponseBase:
    """The comments, filtered; where they have no theme yet, many get theirs at once, or one by one tap."""
    if request.method == "POST":
        return _settle(request)
    asked = request.GET.copy()
    asked["state"] = asked.get("state") or "review"
    chosen = CommentsFilter(asked, Comment.objects.select_related(*WHOLE).order_by("lot"))
    table = CommentsTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    table.before_render(request)
    shown = [row.record for row in table.page.object_list]
    form = ThemesForm(None, [comment for comment in shown if not comment.is_themed])
    context = {
        "filter": chosen,
        "table": table,
        "form": form,
        "rows": [
            (comment, marked(comment.text, marks), form[f"theme-{comment.lot}"] if not comment.is_themed else None)
            for comment, marks in zip(shown, reading.marks_of(shown), strict=True)
        ],
        "total": table.page.paginator.count,
    }
    return render(request, "evaluations/comments.html", context)


def _settle(request: MemberRequest) -> HttpResponse:
    """The comments of the page that were given a theme; only one of them, where its own button was pressed."""
    back = request.get_full_path()
    only = request.POST.get("only", "")
    names = [f"theme-{only}"] if only else [name for name in request.POST if name.startswith("theme-")]
    lots = {int(lot) for lot in (name.removeprefix("theme-") for name in names) if lot.isdecimal() and len(lot) < 18}
    form = ThemesForm(request.POST, Comment.objects.select_related("suggested").filter(lot__in=lots))
    if not form.is_valid():
        messages.error(request, "One of these themes is not in use any more. Nothing was kept: please choose again.")
        return redirect(back)
    chosen = form.chosen
    if not chosen:
        messages.info(request, "Choose a theme first, or say that none fits.")
        return redirect(back)
    settled = reviewing.settle_themes.once(request.sent, back)(chosen, by=request.user, at=timezone.now())
    left = len(chosen) - settled
    said = f"{count_noun(settled, 'comment')} settled."
    messages.success(request, f"{said} {left} had been settled by somebody else meanwhile." if left else said)
    return redirect(back)


def comment(request: MemberRequest, lot: int) -> HttpResponse:
    """One comment: its words with what is marked in them, and all that can be decided about it."""
    found = _comment(lot)
    marks = reading.marks_in(found)
    context = {
        "comment": found,
        "text": marked(found.text, marks),
        "marks": [(found.text[mark.start : mark.end], mark.kind) for mark in marks[:50]],
        "marks_in_all": len(marks),
        "form": ThemeOfOneForm(None, found),
        "why_not_quote": reviewing.why_not_quote(found),
        "disclosure": getattr(found, "disclosure", None),
    }
    return render(request, "evaluations/comment.html", context)


@button_on("comment")
def set_theme(request: MemberRequest, lot: int) -> HttpResponse:
    """Say what a comment speaks of."""
    found = _comment(lot)
    form = ThemeOfOneForm(request.POST, found)
    if not form.is_valid():
        messages.error(request, "Choose a theme, or say that none fits.")
        return redirect(_page(lot))
    change_once = reviewing.change_theme.once(request.sent, _page(lot))
    change_once(found, form.chosen, by=request.user, at=timezone.now())
    messages.success(request, "The theme is kept.")
    return redirect(_page(lot))


@button_on("comment")
def decide_details(request: MemberRequest, lot: int) -> HttpResponse:
    """Say whether a comment gives somebody away."""
    found, said = _comment(lot), request.POST.get("decision", "")
    if said not in Comment.Details.values:
        messages.error(request, "Say whether it gives somebody away.")
        return redirect(_page(lot))
    decide_once = reviewing.decide_details.once(request.sent, _page(lot))
    decide_once(found, Comment.Details(said), by=request.user, at=timezone.now())
    messages.success(request, "Your decision is kept.")
    return redirect(_page(lot))


def approve_wording(request: MemberRequest, lot: int) -> HttpResponse:
    """Approve a wording that may be quoted, beside what was written."""
    found = _comment(lot)
    if refusal := reviewing.why_not_quote(found):
        messages.error(request, refusal.sentence)
        return redirect(_page(lot))
    wording = found.approved_wording or found.text[: reviewing.LONGEST_WORDING]
    form = WordingForm(request.POST if request.method == "POST" else None, initial={"wording": wording})
    if form.is_valid():
        try:
            approve_once = reviewing.approve_wording.once(request.sent, _page(lot))
            approve_once(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error("wording", refused.sentence)
        else:
            messages.success(request, "The wording is approved, in your name.")
            return redirect(_page(lot))
    context = {"form": form, "text": marked(found.text, reading.marks_in(found)), "back": _page(lot)}
    return render(request, "evaluations/approve_wording.html", context | {"back_to": "Comment", "comment": found})


def withdraw_wording(request: MemberRequest, lot: int) -> HttpResponse:
    """Let nothing of a comment be quoted from now on."""
    found = _comment(lot)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_once = reviewing.withdraw_wording.once(request.sent, _page(lot))
            withdraw_once(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The approval is taken back: reports from now on do not quote it.")
            return redirect(_page(lot))
    context = {"form": form, "comment": found, "back": _page(lot), "back_to": "Comment"}
    return render(request, "evaluations/withdraw_wording.html", context)


def pass_on(request: MemberRequest, lot: int) -> HttpResponse:
    """Pass a comment to the designated lead."""
    found = _comment(lot)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        pass_once = disclosures.pass_on.once(request.sent, _page(lot))
        pass_once(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "The comment is with the designated lead, who has been written to.")
        return redirect(_page(lot))
    context = {"form": form, "back": _page(lot), "back_to": "Comment"}
    return render(request, "evaluations/pass_on.html", context)


def _page(lot: int) -> str:
    return reverse("comment", args=[lot])


def _comment(lot: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related(*WHOLE), lot=lot)
