"""Mail that comes in: where it is read, at which domain answers arrive, and whose word about senders counts."""

from cms.settings.env import DATA_DIR, env

# imaps://user:password@host/Folder, imap+tls://… (STARTTLS), imap://… (loopback alone) or a folder of .eml files.
INBOUND_EMAIL_URL = env.str("INBOUND_EMAIL_URL", default=f"folder://{DATA_DIR / 'inbox'}")
# Notices of replies carry Reply-To: reply+<signed>@<this>. Empty: nobody can answer by e-mail, and no notice says so.
REPLY_DOMAIN = env.str("REPLY_DOMAIN", default="").lower()
# The name under which the own mail server writes Authentication-Results (RFC 8601). Any other such header is not read.
INBOUND_AUTHSERV_ID = env.str("INBOUND_AUTHSERV_ID", default="").lower()
