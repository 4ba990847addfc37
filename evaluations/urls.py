"""The addresses of the evaluations floor, each with who may open it."""

from django.urls import path

from core.access import members
from evaluations import views

urlpatterns = [
    path("evaluations/mine/", members(views.my_evaluations), name="my_evaluations"),
    path("events/<slug:code>/evaluate/", members(views.evaluate), name="evaluate"),
    path("events/<slug:code>/evaluate/thanks/", members(views.evaluation_thanks), name="evaluation_thanks"),
    path("events/<slug:code>/evaluations/", members(views.event_evaluations), name="event_evaluations"),
]
