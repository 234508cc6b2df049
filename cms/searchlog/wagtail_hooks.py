"""Where the core team finds its screens: in the menu about search."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.policy import may
from cms.discovery.screens import MENU_HOOK
from cms.members.selectors import requester_for
from cms.searchlog import admin_views as views
from cms.searchlog.permissions import MANAGE


@hooks.register("register_admin_urls")
def searchlog_urls() -> list[URLPattern]:
    return [
        path("searches/", views.Searches.as_view(), name=views.SEARCHES),
        path("searches/asked/", views.Wishes.as_view(), name=views.WISHES),
        path("content-tasks/", views.Tasks.as_view(), name=views.TASKS),
        path("content-tasks/make/", views.make_task, name=views.MAKE),
        path("content-tasks/<int:pk>/", views.Task.as_view(), name=views.TASK),
    ]


class CoreTeamItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return may(requester_for(request), MANAGE)


@hooks.register(MENU_HOOK)
def searches_item() -> MenuItem:
    url = reverse(views.SEARCHES)
    return CoreTeamItem("What people look for", url, name="searches", icon_name="view", order=20)


@hooks.register(MENU_HOOK)
def wishes_item() -> MenuItem:
    return CoreTeamItem("What people asked for", reverse(views.WISHES), name="wishes", icon_name="comment", order=30)


@hooks.register(MENU_HOOK)
def tasks_item() -> MenuItem:
    return CoreTeamItem("Content tasks", reverse(views.TASKS), name="content-tasks", icon_name="tasks", order=40)
