"""The product itself, on the benchmark's data."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATA_DIR

FOLDER = DATA_DIR / "bench"
FOLDER.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "bench.sqlite3"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FOLDER / "media"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = FOLDER / "media"
SEARCH_FILE = FOLDER / "search.sqlite3"
