"""Menu and addresses of the forum in the admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.core.policy import may
from cms.forum import screens
from cms.forum.selectors import open_reports
from cms.members.selectors import requester_for


@hooks.register("register_admin_urls")
def forum_urls() -> list[URLPattern]:
    return [
        path("forum/spaces/", screens.space_list, name=screens.SPACES),
        path("forum/spaces/make/", screens.space_new, name=screens.NEW),
        path("forum/spaces/one/<slug:slug>/", screens.space_screen, name=screens.SPACE),
        path("forum/threads/", screens.thread_list, name=screens.THREADS),
        path("forum/threads/<int:number>/", screens.thread_screen, name=screens.THREAD),
        path("forum/reports/", screens.report_queue, name=screens.REPORTS),
    ]


class ForumItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        by = requester_for(request)
        return may(by, "forum.make_space") or "moderator" in by.site_roles or bool(by.owned_spaces)


class ReportsItem(ForumItem):
    def get_context(self, request: Any) -> dict[str, Any]:
        waiting = open_reports(requester_for(request)).count()
        return {**super().get_context(request), "label": f"Reported posts ({waiting})" if waiting else self.label}


@hooks.register("register_admin_menu_item")
def forum_menu() -> SubmenuMenuItem:
    items = [
        ForumItem("Threads", reverse(screens.THREADS), name="forum-threads", icon_name="comment", order=10),
        ForumItem("Spaces", reverse(screens.SPACES), name="forum-spaces", icon_name="group", order=20),
        ReportsItem("Reported posts", reverse(screens.REPORTS), name="forum-reports", icon_name="warning", order=30),
    ]
    return SubmenuMenuItem("Community", Menu(items=items), name="forum", icon_name="comment", order=242)
