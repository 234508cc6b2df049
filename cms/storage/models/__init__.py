from cms.storage.models.contents import SERVED, Content, KeptName, ReconcileRun, SyncObject
from cms.storage.models.inbound import ExchangePartner, InboundReceipt
from cms.storage.models.texts import DocumentText, DocumentUse
from cms.storage.models.uploads import UploadedFile, UploadPart, UploadTicket

__all__ = [
    "SERVED",
    "Content",
    "DocumentText",
    "DocumentUse",
    "ExchangePartner",
    "InboundReceipt",
    "KeptName",
    "ReconcileRun",
    "SyncObject",
    "UploadPart",
    "UploadTicket",
    "UploadedFile",
]
