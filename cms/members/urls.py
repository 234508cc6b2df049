"""Our own pages under /account/, before allauth's."""

from django.urls import path

from cms.members.views import account, directories, factors, invitations, leaving, sessions

urlpatterns = [
    path("", account.overview, name="account"),
    path("password/reset/", factors.password_reset, name="account_reset_password"),
    path("through-organisation/", directories.through_organisation, name="account_through_organisation"),
    path("once-more/", directories.once_more, name="account_once_more"),
    path("3rdparty/", directories.connections, name="socialaccount_connections"),
    path("oidc/<slug:provider_id>/login/", directories.begin, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", directories.came_back, name="openid_connect_callback"),
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("second-factor/", factors.second_factor, name="account_second_factor"),
    path("acting-for/", account.acting_for, name="account_acting_for"),
    path("invitation/", invitations.opened, name="invitation_opened"),
    path("invitation/<str:token>/", invitations.follow, name="invitation"),
    path("people/", account.to_people),  # their pages are the members' site's
    path("people/<int:partner>/", account.to_people),
    path("leaving/", leaving.leaving, name="account_leaving_here"),
    path("leaving/<int:partner>/", leaving.leaving, name="account_leaving"),
    path("leaving/<int:pk>/stay/", leaving.stay, name="account_stay"),
    path("people/leaving/<int:partner>/<int:user>/", leaving.leaving, name="account_leaving_of"),
    path("cover/", leaving.cover, name="account_cover_here"),
    path("cover/<int:partner>/", leaving.cover, name="account_cover"),
    path("cover/<int:pk>/back/", leaving.back, name="account_back"),
    path("people/cover/<int:partner>/<int:user>/", leaving.cover, name="account_cover_of"),
    path("people/memberships/<int:pk>/end/", account.to_people),
    path("people/roles/<int:pk>/end/", account.to_people),
]
