"""The addresses of the evaluations floor, each with who may open it."""

from django.urls import path

from core.access import members, only, public
from evaluations import (
    views,
    views_answering,
    views_certificates,
    views_paper,
    views_passports,
    views_questionnaires,
)
from people.rules import is_lead, may_manage_training

urlpatterns = [
    path("evaluations/mine/", members(views.my_evaluations), name="my_evaluations"),
    path("events/<slug:code>/evaluate/", members(views_answering.evaluate), name="evaluate"),
    path(
        "events/<slug:code>/evaluate/thanks/",
        members(views_answering.evaluation_thanks),
        name="evaluation_thanks",
    ),
    path("events/<slug:code>/evaluate/quoting/", members(views_answering.stop_quoting), name="stop_quoting"),
    path("events/<slug:code>/evaluate/before/", members(views_answering.before), name="answer_before"),
    path("events/<slug:code>/evaluate/later/", members(views_answering.later), name="answer_later"),
    path("answer/<str:token>/", public(views_answering.answer), name="answer"),
    path("answer/<str:token>/no-reminders/", public(views_answering.no_reminders), name="no_reminders"),
    path("events/<slug:code>/evaluations/", members(views.event_evaluations), name="event_evaluations"),
    path("passports/mine/", members(views_passports.mine), name="my_passport"),
    path("passports/<int:pk>/", members(views_passports.passport), name="passport"),
    path("passports/<int:pk>/pdf/", members(views_passports.passport_pdf), name="passport_pdf"),
    path("refreshers/team/", only(is_lead, views_passports.of_team), name="team_refreshers"),
    path("manage/refreshers/", only(may_manage_training, views_passports.of_everybody), name="refreshers"),
    path(
        "manage/events/<slug:code>/evaluations/paper/",
        only(may_manage_training, views_paper.type_in),
        name="type_in_evaluations",
    ),
    path(
        "manage/courses/<slug:code>/evaluations/",
        only(may_manage_training, views.course_evaluations),
        name="course_evaluations",
    ),
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
    path(
        "manage/questionnaires/",
        only(may_manage_training, views_questionnaires.every_questionnaire),
        name="questionnaires",
    ),
    path(
        "manage/questionnaires/<int:pk>/",
        only(may_manage_training, views_questionnaires.questionnaire),
        name="questionnaire",
    ),
    path(
        "manage/questionnaires/<int:pk>/preview/",
        only(may_manage_training, views_questionnaires.preview),
        name="preview_questionnaire",
    ),
    path(
        "manage/questionnaires/<int:pk>/copy/",
        only(may_manage_training, views_questionnaires.copy),
        name="copy_questionnaire",
    ),
    path(
        "manage/questionnaires/<int:pk>/title/",
        only(may_manage_training, views_questionnaires.retitle),
        name="retitle_questionnaire",
    ),
    path(
        "manage/questionnaires/<int:pk>/add/",
        only(may_manage_training, views_questionnaires.add),
        name="add_line",
    ),
    path(
        "manage/questionnaires/<int:pk>/publish/",
        only(may_manage_training, views_questionnaires.publish),
        name="publish_questionnaire",
    ),
    path(
        "manage/questionnaires/<int:pk>/discard/",
        only(may_manage_training, views_questionnaires.discard),
        name="discard_questionnaire",
    ),
    path(
        "manage/questionnaires/lines/<int:pk>/",
        only(may_manage_training, views_questionnaires.reword),
        name="reword_line",
    ),
    path(
        "manage/questionnaires/lines/<int:pk>/move/",
        only(may_manage_training, views_questionnaires.move),
        name="move_line",
    ),
    path(
        "manage/questionnaires/lines/<int:pk>/remove/",
        only(may_manage_training, views_questionnaires.remove),
        name="remove_line",
    ),
]
