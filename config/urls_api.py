"""The addresses of the JSON API, version 1; a change that breaks its callers would be a version 2 beside it."""

from django.urls import path

from config import api, views_api
from core.access import keyed, public

urlpatterns = [
    path("api/", public(views_api.documentation), name="api"),
    path("api/1/openapi.json", public(views_api.openapi), name="openapi"),
    *(path(f"api/1/{each.name}/", keyed(views_api.view_of(each)), name=f"api_{each.name}") for each in api.LISTS),
    path("api/1/<path:rest>", public(views_api.nothing_here), name="api_nothing_here"),
]
