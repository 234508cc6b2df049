"""`make run`: embedded defaults, demo data, plain HTTP on localhost."""

from cms.settings.base import *  # noqa: F403
from cms.settings.env import env

ENVIRONMENT = "demo"
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=False)  # demo data only; production refuses it
SEARCH_LOG_MIN_ORGANISATIONS = env.int("SEARCH_LOG_MIN_ORGANISATIONS", default=1)  # the same: one person tries it out
REPLY_DOMAIN = env.str(
    "REPLY_DOMAIN", default="answers.intranet.example"
)  # .eml files put into DATA_DIR/inbox are read
