"""The addresses of the people floor."""

from django.urls import path

from core.access import members, only, public
from people.rules import may_administer, may_keep_keys, may_manage_training
from people.views import accounts, agencies, api_keys, copies, invitations, people, profile, sessions

urlpatterns = [
    path("me/", members(profile.profile), name="profile"),
    path("me/sessions/end/", members(sessions.end_all_sessions), name="end_all_sessions"),
    path("me/sessions/<int:pk>/end/", members(sessions.end_session), name="end_session"),
    path("duties/", only(may_administer, accounts.accounts), name="accounts"),
    path("duties/<int:pk>/", only(may_administer, accounts.account), name="account"),
    path("duties/<int:pk>/give/", only(may_administer, accounts.give_duty), name="give_duty"),
    path("duties/<int:pk>/take/<int:duty>/", only(may_administer, accounts.take_duty), name="take_duty"),
    path("duties/<int:pk>/close/", only(may_administer, accounts.close_account), name="close_account"),
    path("duties/<int:pk>/reopen/", only(may_administer, accounts.reopen_account), name="reopen_account"),
    path("duties/<int:pk>/second-factor/", only(may_administer, accounts.forget_factor), name="forget_factor"),
    path("manage/people/", only(may_manage_training, people.people), name="people"),
    path("manage/people/new/", only(may_manage_training, people.put_on_record), name="put_on_record"),
    path("manage/people/<int:pk>/correct/", only(may_manage_training, people.correct_person), name="correct_person"),
    path("manage/agencies/", only(may_manage_training, agencies.agencies), name="agencies"),
    path("manage/agencies/new/", only(may_manage_training, agencies.add_agency), name="add_agency"),
    path("manage/agencies/<int:pk>/", only(may_manage_training, agencies.agency), name="agency"),
    path("manage/agencies/<int:pk>/amend/", only(may_manage_training, agencies.amend_agency), name="amend_agency"),
    path("keys/", only(may_keep_keys, api_keys.api_keys), name="api_keys"),
    path("keys/make/", only(may_keep_keys, api_keys.make_api_key), name="make_api_key"),
    path("keys/<int:pk>/end/", only(may_keep_keys, api_keys.end_api_key), name="end_api_key"),
    path("people/<int:pk>/invite/", members(invitations.invite), name="invite"),
    path("people/without-account/", only(may_manage_training, invitations.without_account), name="without_account"),
    path("copies/<str:token>/", public(copies.end_copies), name="end_copies"),
    path("invitations/<str:token>/", public(invitations.accept_invitation), name="accept_invitation"),
]
