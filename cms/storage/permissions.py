"""Who sees where files are and whether all are there, and who mends what does not mend itself."""

from cms.core import policy
from cms.core.requester import Requester

RECONCILE, HEAL, EXPUNGE = "files.reconcile", "files.heal", "files.expunge"


def core_team(requester: Requester, _: object = None) -> bool:
    """In person: no tool hears where files lie."""
    return requester.is_editor and requester.scopes is None


def register() -> None:
    """Called once, when the app is ready."""
    for action in (RECONCILE, HEAL, EXPUNGE):
        policy.register_action(action, core_team)
