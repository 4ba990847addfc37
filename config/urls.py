"""Every address of the site; each floor keeps its own."""

from django.contrib import admin
from django.urls import include, path

from config import (
    information,
    reference,
    views,
    views_copies,
    views_erasing,
    views_merging,
    views_merging_agencies,
    views_retention,
)
from core.access import members, only, public
from people.rules import may_administer, may_manage_training

reference.close_to_others(admin.site)

urlpatterns = [
    path("", public(views.home), name="home"),
    path("help/", public(information.guide), name="help"),
    path("accessibility/", public(information.accessibility), name="accessibility"),
    path("privacy/", public(information.privacy), name="privacy"),
    path("healthz", public(views.healthz), name="healthz"),
    path("me/data/", members(views_copies.held_about_me), name="held_about_me"),
    path("me/data/equality/stop/", members(views_copies.stop_my_answers), name="stop_my_answers"),
    path("me/data/copy.<slug:extension>", members(views_copies.my_copy), name="my_copy"),
    path("duties/retention/", only(may_administer, views_retention.keeping), name="keeping"),
    path("manage/people/<int:pk>/data/", only(may_manage_training, views_copies.copy_for), name="copy_for"),
    path(
        "manage/people/<int:pk>/equality/stop/",
        only(may_manage_training, views_copies.stop_answers_of),
        name="stop_answers_of",
    ),
    path("manage/people/<int:pk>/erase/", only(may_manage_training, views_erasing.erase_person), name="erase_person"),
    path(
        "manage/people/duplicates/",
        only(may_manage_training, views_merging.possible_duplicates),
        name="possible_duplicates",
    ),
    path("manage/people/duplicates/apart/", only(may_manage_training, views_merging.told_apart), name="told_apart"),
    path(
        "manage/people/duplicates/apart/<int:pk>/",
        only(may_manage_training, views_merging.offer_again),
        name="offer_again",
    ),
    path(
        "manage/people/<int:pk>/merge/<int:gone>/apart/",
        only(may_manage_training, views_merging.set_apart),
        name="set_apart",
    ),
    path("manage/people/<int:pk>/merge/", only(may_manage_training, views_merging.choose_other), name="choose_other"),
    path(
        "manage/people/<int:pk>/merge/<int:gone>/",
        only(may_manage_training, views_merging.merge_people),
        name="merge_people",
    ),
    path(
        "manage/agencies/<int:pk>/merge/",
        only(may_manage_training, views_merging_agencies.choose_agency),
        name="choose_agency",
    ),
    path(
        "manage/agencies/<int:pk>/merge/<int:gone>/",
        only(may_manage_training, views_merging_agencies.merge_agencies),
        name="merge_agencies",
    ),
    path("", include("config.urls_api")),
    path("", include("people.urls")),
    path("", include("events.urls")),
    path("", include("events.urls_manage")),
    path("", include("evaluations.urls")),
    path("", include("evaluations.urls_manage")),
    path("", include("reports.urls")),
    path("accounts/", include("allauth.urls")),
    path("reference/", admin.site.urls),
]
