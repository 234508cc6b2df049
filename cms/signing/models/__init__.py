from cms.signing.models.amendment import AmendmentChange, AmendmentNotice, Objection
from cms.signing.models.asking import Advice, Chase, Delegation, Opening, SendingOut, StuckRequest
from cms.signing.models.joining import Accession, Leaving
from cms.signing.models.signature import Signature

__all__ = [
    "Accession",
    "Advice",
    "AmendmentChange",
    "AmendmentNotice",
    "Chase",
    "Delegation",
    "Leaving",
    "Objection",
    "Opening",
    "SendingOut",
    "Signature",
    "StuckRequest",
]
