"""The floor's addresses."""

from django.urls import path

from tools.bench.floor import views

urlpatterns = [
    path("healthz", views.healthz),
    path("programme/", views.programme),
    path("events/<slug:code>/book/", views.book),
]
