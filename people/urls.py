"""The addresses of the people floor."""

from django.urls import path

from core.access import members
from people import views

urlpatterns = [
    path("me/", members(views.profile), name="profile"),
]
