from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdmin(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's user screens, for people who sign in with an e-mail address."""

    user_viewset = "cms.members.viewsets.users.UserViewSet"
