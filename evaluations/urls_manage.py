"""The addresses of those who review comments, keep the codebook, and act on what may tell of harm."""

from django.urls import path

from core.access import only
from evaluations import views_codebook, views_comments, views_disclosures
from people.rules import may_act_on_disclosures, may_manage_training

urlpatterns = [
    path("manage/comments/", only(may_manage_training, views_comments.comments), name="comments"),
    path("manage/comments/<int:lot>/", only(may_manage_training, views_comments.comment), name="comment"),
    path("manage/comments/<int:lot>/theme/", only(may_manage_training, views_comments.set_theme), name="set_theme"),
    path(
        "manage/comments/<int:lot>/details/",
        only(may_manage_training, views_comments.decide_details),
        name="decide_details",
    ),
    path(
        "manage/comments/<int:lot>/wording/",
        only(may_manage_training, views_comments.approve_wording),
        name="approve_wording",
    ),
    path(
        "manage/comments/<int:lot>/wording/withdraw/",
        only(may_manage_training, views_comments.withdraw_wording),
        name="withdraw_wording",
    ),
    path("manage/comments/<int:lot>/pass-on/", only(may_manage_training, views_comments.pass_on), name="pass_on"),
    path("manage/themes/", only(may_manage_training, views_codebook.themes), name="themes"),
    path("manage/themes/add/", only(may_manage_training, views_codebook.add_theme), name="add_theme"),
    path("manage/theme/<slug:code>/", only(may_manage_training, views_codebook.change_theme), name="change_theme"),
    path("manage/theme/<slug:code>/move/", only(may_manage_training, views_codebook.move_theme), name="move_theme"),
    path(
        "manage/theme/<slug:code>/retire/", only(may_manage_training, views_codebook.retire_theme), name="retire_theme"
    ),
    path("manage/theme/<slug:code>/merge/", only(may_manage_training, views_codebook.merge_theme), name="merge_theme"),
    path("disclosures/", only(may_act_on_disclosures, views_disclosures.disclosed), name="disclosures"),
    path("disclosures/<int:pk>/", only(may_act_on_disclosures, views_disclosures.disclosure), name="disclosure"),
    path(
        "disclosures/<int:pk>/ask/",
        only(may_act_on_disclosures, views_disclosures.ask_writer),
        name="ask_writer",
    ),
]
