"""The search package alone, with one kind of thing to find: what the drills of search need and no more."""

from cms.settings.env import DATA_DIR, env
from cms.settings.parts.search import *  # noqa: F403

SECRET_KEY = "drills-only-drills-only-drills-only-drills-only"  # noqa: S105
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "search"]
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'drill.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 60,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
SEARCH_READ_TIMEOUT_S = 20.0  # a busy machine is no fault of the engine's
CLAIM_S = env.float("DRILL_CLAIM_S", default=3.0)  # rows of a killed worker come back after this
BATCH = env.int("DRILL_BATCH", default=20)
LOGGING_CONFIG = None
