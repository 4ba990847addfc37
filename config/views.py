"""The home page, and the address that says whether the house is up."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from people.rules import is_trainer, may_manage_training, may_read_reports


def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to what they come for."""
    if not request.user.is_authenticated:
        return redirect("programme")
    if may_manage_training(request.user):
        return redirect("workspace")
    if may_read_reports(request.user):
        return redirect("reports")
    return redirect("teaching" if is_trainer(request.user) else "my_training")


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the site can reach its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
