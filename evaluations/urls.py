"""The addresses of the evaluations floor, each with who may open it."""

from django.urls import path

from core.access import members, only, public
from evaluations import views, views_certificates, views_passports
from people.rules import is_lead, may_manage_training

urlpatterns = [
    path("evaluations/mine/", members(views.my_evaluations), name="my_evaluations"),
    path("events/<slug:code>/evaluate/", members(views.evaluate), name="evaluate"),
    path("events/<slug:code>/evaluate/thanks/", members(views.evaluation_thanks), name="evaluation_thanks"),
    path("events/<slug:code>/evaluate/quoting/", members(views.stop_quoting), name="stop_quoting"),
    path("events/<slug:code>/evaluations/", members(views.event_evaluations), name="event_evaluations"),
    path("passports/mine/", members(views_passports.mine), name="my_passport"),
    path("passports/<int:pk>/", members(views_passports.passport), name="passport"),
    path("passports/<int:pk>/pdf/", members(views_passports.passport_pdf), name="passport_pdf"),
    path("refreshers/team/", only(is_lead, views_passports.of_team), name="team_refreshers"),
    path("manage/refreshers/", only(may_manage_training, views_passports.of_everybody), name="refreshers"),
    path("certificates/", public(views_certificates.check), name="certificates"),
    path("certificates/mine/", members(views_certificates.mine), name="my_certificates"),
    path("certificates/team/", only(is_lead, views_certificates.of_team), name="team_certificates"),
    path("certificates/team/pdf/", only(is_lead, views_certificates.of_team_pdf), name="team_certificates_pdf"),
    path("certificates/<slug:code>.pdf", public(views_certificates.certificate_pdf), name="certificate_pdf"),
    path(
        "manage/events/<slug:code>/certificates/",
        only(may_manage_training, views_certificates.of_event),
        name="event_certificates",
    ),
    path(
        "manage/events/<slug:code>/certificates/pdf/",
        only(may_manage_training, views_certificates.of_event_pdf),
        name="event_certificates_pdf",
    ),
    path(
        "manage/bookings/<int:pk>/certificate/",
        only(may_manage_training, views_certificates.issue),
        name="issue_certificate",
    ),
]
