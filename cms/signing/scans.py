"""The scan of a page that was signed on paper, by the upload door: it stays with the signatures that stand on it."""

from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.models import Signature
from cms.signing.services import attach_scan
from cms.snippets.models import IspParty
from cms.storage.uploads import Limits, keep_document, register_purpose
from cms.storage.uploads_content import CheckedFile

PURPOSE = "signature-scan"
MOST = 30


def keys_of(target: str) -> list[int]:
    """Keys of signatures in a target such as "ISP-0042:17,18"; empty for anything else."""
    _, _, text = target.partition(":")
    parts = text.split(",")
    if not 0 < len(parts) <= MOST or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return []
    return [int(part) for part in parts]


def may_send(by: Requester, target: str) -> bool:
    """Whether the person may record every one of these signatures, all on paper and of the agreement that is named."""
    keys = keys_of(target)
    rows = list(visible(Signature.objects.filter(pk__in=keys, voided_on=None, method="paper"), by))
    if not keys or len(rows) != len(set(keys)):
        return False
    parties = IspParty.objects.filter(pk__in=[row.party_id for row in rows]).select_related("version__isp", "partner")
    reference = target.partition(":")[0]
    return all(party.version.isp.reference == reference and may(by, "signature.record", party) for party in parties)


def take_scan(*, by: Requester, target: str, file: CheckedFile) -> str:
    document = keep_document(file, by=by, title=f"Signature page {target}")
    kept = attach_scan(by=by, signature_ids=keys_of(target), document=document)
    return f"Kept as “{kept.title}”. The parties of this version and the core team can open it."


def register() -> None:
    """Called once, when the app is ready."""
    register_purpose(
        PURPOSE,
        take_scan,
        may=may_send,
        back=lambda target: f"/isps/{target.partition(':')[0]}/sign/paper",
        limits=Limits(files=1, file_bytes=20 << 20, total_bytes=20 << 20),
    )
