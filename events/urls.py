"""The addresses of the events floor for those who book; the managers' are in events/urls_manage.py."""

from django.urls import path

from core.access import members, only, public
from events.rules import may_read_statements
from events.views import (
    approval,
    booking,
    calendar,
    check_in,
    courses,
    passing_on,
    policy,
    programme,
    statement,
    team,
    workshops,
)
from people.rules import is_lead

urlpatterns = [
    path("programme/", public(programme.programme), name="programme"),
    path("programme/month/", public(programme.programme_month), name="programme_month"),
    path("courses/", public(courses.courses), name="courses"),
    path("courses/<slug:code>/", public(courses.course), name="course"),
    path("courses/<slug:code>/wish/", members(courses.wish), name="wish_for_date"),
    path("courses/<slug:code>/wish/end/", members(courses.end_wish), name="end_wish"),
    path("events/<slug:code>/", public(programme.event), name="event"),
    path("events/<slug:code>/book/", members(booking.book), name="book"),
    path("bookings/<int:pk>/", members(booking.booking), name="booking"),
    path("bookings/<int:pk>/cancel/", members(booking.cancel), name="cancel_booking"),
    path("bookings/<int:pk>/leave/", members(booking.leave_list), name="leave_list"),
    path("bookings/<int:pk>/accept/", members(booking.accept_offer), name="accept_offer"),
    path("bookings/<int:pk>/decline/", members(booking.decline_offer), name="decline_offer"),
    path("bookings/<int:pk>/substitute/", members(passing_on.substitute), name="substitute"),
    path("bookings/<int:pk>/move/", members(passing_on.transfer), name="transfer"),
    path("bookings/<int:pk>/decide/", members(approval.decide), name="decide"),
    path("bookings/<int:pk>/workshops/", members(workshops.choose_workshops), name="choose_workshops"),
    path("events/<slug:code>/team/", only(is_lead, team.book_team), name="book_team"),
    path("team/", only(is_lead, team.my_team), name="my_team"),
    path("team/add/", only(is_lead, team.add_to_team), name="add_to_team"),
    path("charging/", public(policy.charging), name="charging"),
    path("statements/", only(may_read_statements, statement.statement), name="statement"),
    path("statements/csv/", only(may_read_statements, statement.statement_csv), name="statement_csv"),
    path("my/", members(booking.my_training), name="my_training"),
    path("my/calendar/", members(calendar.my_calendar), name="my_calendar"),
    path("my/calendar/make/", members(calendar.make_address), name="make_calendar_address"),
    path("my/calendar/stop/", members(calendar.stop), name="stop_calendar"),
    path("check-in/", public(check_in.check_in), name="check_in"),
    path("calendar/<str:token>.ics", public(calendar.feed), name="calendar_feed"),
]
