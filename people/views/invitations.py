"""Invitations to have an account: made by a lead or a manager, accepted by whoever has the link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tables2 import RequestConfig

from core import exports
from core.access import require
from core.addresses import safe_next
from core.refusals import Refusal
from people import invitations
from people.account_forms import InvitedForm
from people.filters import WithoutAccountFilter
from people.models import Person
from people.requests import MemberRequest
from people.rules import may_invite
from people.tables import WithoutAccountTable


def without_account(request: MemberRequest) -> HttpResponseBase:
    """Everybody on record who has no account, to be invited."""
    people = Person.objects.filter(user=None).with_invitation(at=timezone.now()).select_related("agency")
    chosen = WithoutAccountFilter(request.GET, people)
    table = WithoutAccountTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "people/without_account.html", {"filter": chosen, "table": table})


def invite(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask somebody on record to have an account."""
    person = get_object_or_404(Person.objects.select_related("agency"), pk=pk)
    require(may_invite(request.user, person))
    back = safe_next(request, otherwise="home")
    if request.method == "POST":
        try:
            invitations.invite.once(request.sent, back)(person, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"{person} is invited, by a letter to {person.email}.")
        return redirect(back)
    return render(request, "people/invite.html", {"person": person, "back": back})


@never_cache
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, and have an account; then sign in with it, for a link alone signs nobody in."""
    invitation = invitations.behind(token, at=timezone.now())
    if invitation is None:
        return render(request, "people/invitation_over.html", status=410)
    form = InvitedForm(request.POST if request.method == "POST" else None, email=invitation.sent_to)
    if form.is_valid():
        try:
            user = invitations.accept(invitation, form.cleaned_data["password1"], at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Your account is made. Sign in as {user}, with the password you chose.")
            return redirect("account_login")
    return render(request, "people/accept_invitation.html", {"form": form, "invitation": invitation})
