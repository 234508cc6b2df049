"""What does not mend itself is told to the core team, once a day at most."""

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.members.selectors import core_team, recipient
from cms.notifications.kinds import ALWAYS, register_kind
from cms.notifications.services import notify
from cms.storage.models import ReconcileRun
from cms.storage.reconcile import runs

KIND = "files-odd"


def tell_core_team(run: ReconcileRun) -> None:
    notify(
        by=SYSTEM,
        source_key=f"{KIND}:{clock.today().isoformat()}",
        recipients=map(recipient, core_team()),
        title="Some files are not as they should be",
        body=f"The files of this site were compared with what is kept of them: {runs.summary(run)}. What could be "
        "mended was mended; this could not.\n\nIn the editors’ half of the site, open Reports, then Files and copies: "
        "it lists each, and what you can do. Nothing was deleted.",
    )


def register() -> None:
    """Called once, when the app is ready."""
    runs.register_teller(tell_core_team)
    register_kind(
        KIND,
        label="Files that are not as they should be",
        about="What the nightly comparison of files found and could not mend.",
        choices=ALWAYS,
        because="A file that is lost is found in time only if somebody looks.",
        core_team=True,
    )
