"""What the app registers of what partners' systems send."""

from wagtail.documents import get_document_model

from cms.core import visibility
from cms.jobs.checks import watch_paths
from cms.jobs.recurring import recurring
from cms.notifications.kinds import register_kind
from cms.storage.inbound import permissions
from cms.storage.inbound.documents import take_document, unaccepted_documents
from cms.storage.inbound.kinds import DOCUMENT, register_inward
from cms.storage.inbound.survey import untagged
from cms.storage.inbound.tasks import FETCH
from cms.storage.inbound.telling import KIND
from cms.storage.reconcile import register_survey


def connect() -> None:
    """Called once, when the app is ready."""
    permissions.register()
    register_inward(DOCUMENT, "Document", take_document)
    visibility.register_file_owner(get_document_model(), unaccepted_documents())
    register_survey("inward", untagged)
    recurring("storage: what partners' systems sent", FETCH, minutes=10, cluster="slow")
    watch_paths(FETCH)
    register_kind(
        KIND,
        label="Files from partners’ systems that wait",
        about="Nothing could be decided about one for an hour, or after five attempts; or its answer could not be "
        "written; or one body sent too many.",
        core_team=True,
    )
