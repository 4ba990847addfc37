"""Every address of the site; each floor keeps its own."""

from django.contrib import admin
from django.urls import include, path

from config import views
from core.access import public

urlpatterns = [
    path("", public(views.home), name="home"),
    path("healthz", public(views.healthz), name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("reference/", admin.site.urls),
]
