"""The scanned page of a charter that was signed on paper, by the upload door or from the admin's form."""

from wagtail.documents import get_document_model

from cms.core import visibility
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.joining.models import CharterSignature
from cms.joining.permissions import SCANS
from cms.joining.services import attach_charter_scan
from cms.storage.uploads import Limits, keep_document, register_purpose
from cms.storage.uploads_content import PICTURES, CheckedFile

PURPOSE = "charter-scan"
KINDS = PICTURES | {"pdf"}  # of a page that was signed by hand
MOST = 20 << 20  # bytes


def signature_at(by: Requester, target: str) -> CharterSignature | None:
    """The paper signature that the target ("17") means, where the person may add a page to it."""
    if not (target.isascii() and target.isdigit() and len(target) < 19):
        return None
    rows = visible(CharterSignature.objects.filter(withdrawn_on=None, method="paper", document=None), by)
    found: CharterSignature | None = rows.filter(pk=int(target)).first()
    return found if found is not None and may(by, "charter.record_paper", found.partner_id) else None


def may_send(by: Requester, target: str) -> bool:
    return signature_at(by, target) is not None


def take_scan(*, by: Requester, target: str, file: CheckedFile) -> str:
    keep_scan(by=by, signature_id=int(target), file=file)
    return "Kept. Who leads or commits your organisation, and the core team, can open it."


def keep_scan(*, by: Requester, signature_id: int, file: CheckedFile) -> CharterSignature:
    """In the caller's transaction. Raises as `attach_charter_scan`."""
    document = keep_document(file, by=by, title=f"Charter, signed page {signature_id}")
    return attach_charter_scan(by=by, signature_id=signature_id, document=document, sha256=file.sha256)


def register() -> None:
    """Called once, when the app is ready."""
    register_purpose(
        PURPOSE,
        take_scan,
        may=may_send,
        back=lambda target: "/charter/sign",
        limits=Limits(files=1, file_bytes=MOST, total_bytes=MOST, kinds=KINDS),
    )
    visibility.register_file_owner(get_document_model(), SCANS)
