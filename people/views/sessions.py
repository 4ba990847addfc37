"""What people do with their own sessions, which the account library lists: end one, or all of them."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from people import accounts
from people.requests import MemberRequest

LIST = "usersessions_list"


@require_POST
def end_session(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own devices."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    accounts.sign_out.once(request.sent, reverse(LIST))(session, by=request.user, at=timezone.now())
    messages.success(request, "That device is signed out.")
    return redirect(LIST)


@require_POST
def end_all_sessions(request: MemberRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sign_out_once = accounts.sign_out_everywhere.once(request.sent, reverse("account_login"))
    sign_out_once(request.user, by=request.user, at=timezone.now())
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")
