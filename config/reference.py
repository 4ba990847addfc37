"""The reference data pages, open to administrators alone: for others there are no such pages, nor any other way in."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import require
from core.admin import ForAdministrators
from people.rules import may_administer


def close_to_others(site: AdminSite) -> None:
    """Leave on that site what is the house's own, for administrators who came in by the house's own door.

    The site's own ways to sign in and to change a password would go round the limits on tries and the second factor.
    """
    sign_in = secure_admin_login(site.login)

    def login(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if _may_open(request):
            return redirect("admin:index")
        answer: HttpResponse = sign_in(request, extra_context)
        return answer

    def change_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    site.has_permission = _may_open  # type: ignore[method-assign]
    site.login = login  # type: ignore[method-assign]
    site.password_change = change_password  # type: ignore[assignment, method-assign]
    for model, page in list(site._registry.items()):
        if not isinstance(page, ForAdministrators):
            site.unregister(model)


def _may_open(request: HttpRequest) -> bool:
    """Whoever isn't signed in is asked to; whoever is and may not needn't learn that there is anything."""
    require(not request.user.is_authenticated or may_administer(request.user))
    return request.user.is_authenticated
