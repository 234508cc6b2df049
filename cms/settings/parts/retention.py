"""How long things are kept, in days. Every value is the framework's to confirm; one job enforces them (cms.privacy),
and the privacy page reads them from here. RETENTION_NOTICES=30 in the environment changes "notices", and so on."""

from cms.settings.env import env
from cms.settings.parts.search import SEARCH_LOG_KEEP_DAYS

_USUAL = {
    "audit": 2192,  # six years; an operator's command ends it: the site itself can only add to the trail
    "applications": 365,
    "cases": 1096,
    "links": 60,
    "event_needs": 30,
    "notices": 396,
    "mail_words": 90,
    "mails": 396,
    "invitations": 365,
    "inbound_words": 14,
    "inbound": 180,
    "subscriptions": 7,
    "forum_drafts": 90,
    "forum_mails": 30,
    "saved_search_mails": 90,
    "uploads": 30,
    "upload_parts": 1,
    "file_bytes": 90,
    "quarantine": 90,
    "token_use": 396,
    "job_failures": 30,
}
RETENTION_DAYS = {name: env.int(f"RETENTION_{name.upper()}", default=days) for name, days in _USUAL.items()}
RETENTION_DAYS["searches"] = SEARCH_LOG_KEEP_DAYS
