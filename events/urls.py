"""The addresses of the events floor for those who book; the managers' are in events/urls_manage.py."""

from django.urls import path

from core.access import members, public
from events.views import approval, booking, passing_on, programme

urlpatterns = [
    path("programme/", public(programme.programme), name="programme"),
    path("events/<slug:code>/", public(programme.event), name="event"),
    path("events/<slug:code>/book/", members(booking.book), name="book"),
    path("bookings/<int:pk>/", members(booking.booking), name="booking"),
    path("bookings/<int:pk>/cancel/", members(booking.cancel), name="cancel_booking"),
    path("bookings/<int:pk>/accept/", members(booking.accept_offer), name="accept_offer"),
    path("bookings/<int:pk>/decline/", members(booking.decline_offer), name="decline_offer"),
    path("bookings/<int:pk>/substitute/", members(passing_on.substitute), name="substitute"),
    path("bookings/<int:pk>/move/", members(passing_on.transfer), name="transfer"),
    path("bookings/<int:pk>/decide/", members(approval.decide), name="decide"),
    path("my/", members(booking.my_training), name="my_training"),
]
