"""Who may read what people look for, ask for something, and say what is done about it."""

from typing import Any

from cms.core import policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from cms.searchlog.models import ContentTask, Wish

SCOPE = "read:wishes"  # given to no token: what somebody misses is theirs
READ, MANAGE, WISH = "search_log.read", "content_task.manage", "wish.make"


def visible_wishes(rows: Any, requester: Requester) -> Any:
    """One's own, where one asked to be told; all of them for the core team."""
    if can_manage(requester):
        return rows
    return rows.filter(person=requester.user_id) if requester.user_id is not None else rows.none()


def visible_tasks(rows: Any, requester: Requester) -> Any:
    return rows if can_manage(requester) else rows.none()


def can_manage(requester: Requester, _: Any = None) -> bool:
    """The core team in person: no tool reads what people look for."""
    return requester.is_editor and requester.scopes is None


def can_wish(requester: Requester, _: Any = None) -> bool:
    """Members always; everybody while the form to ask for help is open to the public. No tool asks for a person."""
    return requester.scopes is None and (requester.is_member or CommunitySettings.load().public_help_form)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Wish, visible_wishes, scope=SCOPE)
    policy.register_rows(ContentTask, visible_tasks, scope=SCOPE)
    policy.register_action(READ, can_manage)
    policy.register_action(MANAGE, can_manage)
    policy.register_action(WISH, can_wish)
