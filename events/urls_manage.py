"""The addresses of those who plan events and keep registers."""

from django.urls import path, register_converter

from core.access import members, only, public
from core.converters import DayConverter
from events.views import (
    charges,
    check_in,
    conferences,
    demand,
    finding,
    for_others,
    mix,
    notices,
    person,
    planning,
    policy,
    queued_marks,
    register,
    series,
    suspensions,
    trainers,
    waiting_list,
    walk_in,
    workshops,
    workspace,
)
from people.rules import is_trainer, may_manage_training

register_converter(DayConverter, "day")

urlpatterns = [
    path("manage/", only(may_manage_training, workspace.workspace), name="workspace"),
    path("manage/find/", only(may_manage_training, finding.find), name="find"),
    path("manage/events/", only(may_manage_training, workspace.events), name="events"),
    path("manage/events/plan/", only(may_manage_training, planning.plan_event), name="plan_event"),
    path("manage/events/<slug:code>/", only(may_manage_training, workspace.manage_event), name="manage_event"),
    path("manage/events/<slug:code>/change/", only(may_manage_training, planning.change_event), name="change_event"),
    path("manage/events/<slug:code>/repeat/", only(may_manage_training, series.repeat_event), name="repeat_event"),
    path("manage/events/<slug:code>/mix/", only(may_manage_training, mix.change_mix), name="change_mix"),
    path("manage/events/<slug:code>/publish/", only(may_manage_training, planning.publish_event), name="publish_event"),
    path("manage/events/<slug:code>/cancel/", only(may_manage_training, planning.cancel_event), name="cancel_event"),
    path("manage/events/<slug:code>/run/", only(may_manage_training, planning.let_run_event), name="let_run_event"),
    path("manage/events/<slug:code>/trail/", only(may_manage_training, workspace.event_trail), name="event_trail"),
    path("manage/events/<slug:code>/write/", only(may_manage_training, notices.write_notice), name="write_notice"),
    path(
        "manage/events/<slug:code>/trainers/", only(may_manage_training, trainers.event_trainers), name="event_trainers"
    ),
    path(
        "manage/events/<slug:code>/trainers/name/",
        only(may_manage_training, trainers.name_trainer),
        name="name_trainer",
    ),
    path(
        "manage/events/<slug:code>/trainers/<int:pk>/change/",
        only(may_manage_training, trainers.change_trainer),
        name="change_trainer",
    ),
    path(
        "manage/events/<slug:code>/trainers/<int:pk>/take-off/",
        only(may_manage_training, trainers.take_trainer_off),
        name="take_trainer_off",
    ),
    path("manage/trainers/", only(may_manage_training, trainers.all_trainers), name="all_trainers"),
    path("manage/waiting/<int:pk>/", only(may_manage_training, waiting_list.change_waiting), name="change_waiting"),
    path("manage/events/<slug:code>/book/", only(may_manage_training, for_others.find_person), name="find_person"),
    path(
        "manage/events/<slug:code>/book/new/",
        only(may_manage_training, for_others.put_on_record_to_book),
        name="put_on_record_to_book",
    ),
    path(
        "manage/events/<slug:code>/book/<int:pk>/",
        only(may_manage_training, for_others.book_person),
        name="book_person",
    ),
    path(
        "manage/events/<slug:code>/workshops/plan/",
        only(may_manage_training, conferences.plan_workshop),
        name="plan_workshop",
    ),
    path(
        "manage/workshops/<slug:code>/change/",
        only(may_manage_training, conferences.change_workshop),
        name="change_workshop",
    ),
    path(
        "manage/events/<slug:code>/choosing/",
        only(may_manage_training, conferences.say_how_to_choose),
        name="say_how_to_choose",
    ),
    path("manage/events/<slug:code>/choices/", only(may_manage_training, conferences.delegates), name="choices"),
    path("manage/events/<slug:code>/allot/", only(may_manage_training, conferences.allot), name="allot"),
    path("manage/delegates/<int:pk>/", only(may_manage_training, workshops.place_delegate), name="place_delegate"),
    path("manage/charges/<int:pk>/waive/", only(may_manage_training, charges.waive_charge), name="waive_charge"),
    path("manage/charges/<int:pk>/again/", only(may_manage_training, charges.charge_again), name="charge_again"),
    path("manage/demand/", only(may_manage_training, demand.unmet_demand), name="demand"),
    path("manage/demand/<slug:code>/", only(may_manage_training, demand.demand_of_course), name="demand_of_course"),
    path("manage/policies/adopt/", only(may_manage_training, policy.adopt_policy), name="adopt_policy"),
    path("manage/suspended/", only(may_manage_training, suspensions.suspended), name="suspended"),
    path(
        "manage/suspended/<int:pk>/lift/",
        only(may_manage_training, suspensions.lift_suspension),
        name="lift_suspension",
    ),
    path("manage/people/<int:pk>/", only(may_manage_training, person.person), name="person"),
    path("teaching/", only(is_trainer, workspace.teaching), name="teaching"),
    path("registers/<slug:code>/", members(register.register), name="register"),
    path("registers/<slug:code>/<day:day>/", members(register.register), name="register_date"),
    path("registers/<slug:code>/<day:day>/walk-in/", members(walk_in.walk_in), name="walk_in_date"),
    path("registers/<slug:code>/close/", members(register.close_register), name="close_register"),
    path("registers/<slug:code>/reopen/", only(may_manage_training, register.reopen_register), name="reopen_register"),
    path("registers/<slug:code>/sheet/", members(register.sign_in_sheet), name="sign_in_sheet"),
    path("registers/<slug:code>/<day:day>/sheet/", members(register.sign_in_sheet), name="sign_in_sheet_date"),
    path("registers/<slug:code>/walk-in/", members(walk_in.walk_in), name="walk_in"),
    path("registers/<slug:code>/check-in/", members(check_in.show_check_in), name="show_check_in"),
    path("registers/<slug:code>/<day:day>/check-in/", members(check_in.show_check_in), name="show_check_in_date"),
    path("registers/<slug:code>/marks/", members(queued_marks.take_queued), name="queued_marks"),
    path("registers/<slug:code>/<day:day>/marks/", members(queued_marks.take_queued), name="queued_marks_date"),
    path("registers/worker.js", public(queued_marks.worker), name="register_worker"),
]
