"""People and duties: who can sign in, what they are entrusted with, and what an administrator does about it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import audit, exports, once
from core.forms import ReasonForm
from core.models import AuditEntry
from core.refusals import Refusal
from people import accounts as acts
from people import duties
from people.filters import AccountsFilter
from people.forms_accounts import GiveDutyForm
from people.models import Duty, User
from people.requests import MemberRequest
from people.tables import AccountsTable

TRAIL_SHOWN = 20


def accounts(request: MemberRequest) -> HttpResponseBase:
    """Every account, filtered and sorted."""
    chosen = AccountsFilter(request.GET, _with_factor(User.objects.all()))
    table = AccountsTable(chosen.qs.select_related("person__agency").prefetch_related("duties__agency"))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "people/accounts.html", {"filter": chosen, "table": table})


def account(request: MemberRequest, pk: int) -> HttpResponse:
    """One account: whose it is, its duties, what can be done, and what was done."""
    user = get_object_or_404(_with_factor(User.objects.select_related("person__agency")), pk=pk)
    trail = AuditEntry.objects.filter(subject=audit.reference(user))[:TRAIL_SHOWN]
    context = {
        "account": user,
        "person": getattr(user, "person", None),
        "duties": user.duties.select_related("agency"),
        "trail": acts.in_words(trail),
    }
    return render(request, "people/account.html", context)


def give_duty(request: MemberRequest, pk: int) -> HttpResponse:
    """Entrust somebody with a duty."""
    user = get_object_or_404(User, pk=pk)
    form = GiveDutyForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        give = duties.give.once(request.sent, _page_of(user))
        try:
            give(user, by=request.user, at=timezone.now(), **said | {"kind": Duty.Kind(said["kind"])})
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{user} has the duty from now on.")
            return redirect("account", user.pk)
    return render(request, "people/give_duty.html", _about(user) | {"form": form})


def take_duty(request: MemberRequest, pk: int, duty: int) -> HttpResponse:
    """Take a duty from somebody."""
    found = get_object_or_404(Duty.objects.select_related("user", "agency"), pk=duty, user=pk)
    return _with_reason(request, found.user, duties.take, found, "people/take_duty.html")


def close_account(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody in no more."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    return _with_reason(request, user, acts.close, user, "people/close_account.html")


def reopen_account(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody in again."""
    user = get_object_or_404(User, pk=pk, is_active=False)
    return _with_reason(request, user, acts.reopen, user, "people/reopen_account.html")


def forget_factor(request: MemberRequest, pk: int) -> HttpResponse:
    """Have somebody set up their second step anew."""
    user = get_object_or_404(User, pk=pk)
    return _with_reason(request, user, acts.forget_second_factor, user, "people/forget_factor.html")


def _with_reason(
    request: MemberRequest, user: User, act: once.Change[Any, None], subject: User | Duty, template: str
) -> HttpResponse:
    """Ask for a reason on that page, do it to the subject, and go back to the user's account."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            act.once(request.sent, _page_of(user))(subject, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Done for {user}.")
            return redirect("account", user.pk)
    return render(request, template, _about(user) | {"form": form, "subject": subject})


def _page_of(user: User) -> str:
    return reverse("account", args=[user.pk])


def _about(user: User) -> dict[str, object]:
    """What a page that asks about an account says of it, and where it leads back to."""
    return {"account": user, "back": _page_of(user), "back_to": user.email}


def _with_factor(users: QuerySet[User]) -> QuerySet[User]:
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return users.annotate(with_factor=Exists(factors))
