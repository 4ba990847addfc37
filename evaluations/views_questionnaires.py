"""The pages where managers copy questionnaires, change the copies, look at them and publish them."""

from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from core import exports
from core.refusals import Refusal
from core.words import day
from evaluations import drafting, questionnaires
from evaluations.forms import EvaluationForm
from evaluations.forms_questionnaires import AddForm, CopyForm, PublishForm, TitleForm, WordingForm
from evaluations.models import Published, Questionnaire, QuestionnaireItem
from evaluations.tables_questionnaires import QuestionnairesTable, standing, what_for
from people.requests import MemberRequest


def every_questionnaire(request: MemberRequest) -> HttpResponseBase:
    """Every questionnaire, and which of them people are asked with."""
    table = QuestionnairesTable(Questionnaire.objects.select_related("course"), in_use=_in_use())
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "evaluations/questionnaires.html", {"table": table})


def questionnaire(request: MemberRequest, pk: int) -> HttpResponse:
    """One questionnaire, line by line; a draft with what can be changed."""
    found = _questionnaire(pk)
    context = {
        "questionnaire": found,
        "lines": found.items.select_related("question"),
        "what_for": what_for(found),
        "standing": standing(found, _in_use()),
        "first_day": questionnaires.first_day(found),
    }
    return render(request, "evaluations/questionnaire.html", context)


def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """The questions as people see them; nothing can be sent from here."""
    found = _questionnaire(pk)
    return render(request, "evaluations/preview.html", {"questionnaire": found, "preview": EvaluationForm(found)})


def copy(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a draft of it."""
    source = _questionnaire(pk)
    form = CopyForm(source, request.POST if request.method == "POST" else None)
    if form.is_valid():
        copy_once = drafting.copy.once(request.sent, _page_of)
        said = {"title": form.cleaned_data["title"], "course": form.cleaned_data.get("course")}
        draft = copy_once(source, **said, by=request.user, at=timezone.now())
        messages.success(request, "This is the copy. Change what you like, and publish it.")
        return redirect(_page_of(draft))
    return _page(request, source, form, "Copy it", "Make the copy")


def retitle(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a draft another title."""
    draft = _draft(pk)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": draft.title})
    if form.is_valid():
        retitle_once = drafting.retitle.once(request.sent, _page_of(draft))
        retitle_once(draft, form.cleaned_data["title"], by=request.user, at=timezone.now())
        return redirect(_page_of(draft))
    return _page(request, draft, form, "Change the title", "Save")


def add(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a line to a draft."""
    draft, now = _draft(pk), timezone.now()
    form = AddForm(draft, request.POST if request.method == "POST" else None)
    if form.is_valid():
        back = _page_of(draft)
        if wording := form.cleaned_data["wording"]:
            kind = form.cleaned_data["answer_kind"]
            act = partial(drafting.add_new.once(request.sent, back), draft, wording, kind, by=request.user, at=now)
        else:
            add_once = drafting.add.once(request.sent, back)
            act = partial(add_once, draft, question=form.question, prompt=form.prompt, by=request.user, at=now)
        try:
            act()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(back)
    return _page(request, draft, form, "Add a question", "Add it")


def reword(request: MemberRequest, pk: int) -> HttpResponse:
    """Word a question of a draft otherwise."""
    item = _line(pk)
    back = _page_of(item.questionnaire)
    form = WordingForm(request.POST if request.method == "POST" else None, initial={"wording": str(item)})
    if form.is_valid():
        reword_once = drafting.reword.once(request.sent, back)
        reword_once(item, form.cleaned_data["wording"], by=request.user, at=timezone.now())
        return redirect(back)
    return _page(request, item.questionnaire, form, "Word it otherwise", "Save")


@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a line of a draft up or down by one."""
    item = _line(pk)
    back = _page_of(item.questionnaire)
    try:
        move_once = drafting.move.once(request.sent, back)
        move_once(item, up=request.POST.get("way") == "up", by=request.user, at=timezone.now())
    except drafting.AtTheEdge as refusal:
        messages.info(request, refusal.sentence)
    return redirect(back)


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    item = _line(pk)
    back = _page_of(item.questionnaire)
    drafting.remove.once(request.sent, back)(item, by=request.user, at=timezone.now())
    messages.success(request, f"“{item}” is taken out of the draft.")
    return redirect(back)


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Settle a draft, and say from when it is used."""
    draft, now = _draft(pk), timezone.now()
    today = timezone.localdate(now)
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"used_from": today})
    if form.is_valid():
        try:
            publish_once = drafting.publish.once(request.sent, _page_of(draft))
            publish_once(draft, form.cleaned_data["used_from"], by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, f"Published. People are asked with it from {day(form.cleaned_data['used_from'])}."
            )
            return redirect(_page_of(draft))
    return _page(request, draft, form, "Publish it", "Publish")


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft, back = _draft(pk), reverse("questionnaires")
    if request.method == "POST":
        drafting.discard.once(request.sent, back)(draft, by=request.user, at=timezone.now())
        messages.success(request, "The draft is thrown away.")
        return redirect(back)
    return _page(request, draft, Form(), "Throw the draft away", "Throw it away")


def _in_use() -> dict[str, questionnaires.InUse]:
    return {kind: questionnaires.in_use(kind, at=timezone.now()) for kind in Questionnaire.Kind.values}


def _questionnaire(pk: int) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.select_related("course"), pk=pk)


def _draft(pk: int) -> Questionnaire:
    """Refused, with a sentence, where it is published by now."""
    found = _questionnaire(pk)
    if found.published_at:
        raise Published
    return found


def _line(pk: int) -> QuestionnaireItem:
    item = get_object_or_404(QuestionnaireItem.objects.select_related("questionnaire__course", "question"), pk=pk)
    if item.questionnaire.published_at:
        raise Published
    return item


def _page_of(found: Questionnaire) -> str:
    return reverse("questionnaire", args=[found.pk])


def _page(request: MemberRequest, found: Questionnaire, form: Form, heading: str, submit: str) -> HttpResponse:
    context = {"questionnaire": found, "form": form, "heading": heading, "submit": submit, "back": _page_of(found)}
    context |= {"back_to": found.title, "what_for": what_for(found)}
    return render(request, "evaluations/change_questionnaire.html", context)
