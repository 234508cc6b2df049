"""Files in buckets or below DATA_DIR, as the environment says."""

from cms.settings.env import DATA_DIR
from cms.settings.test import *  # noqa: F403

STORE_DIR = DATA_DIR
MEDIA_ROOT = str(DATA_DIR / "media-from-before")
