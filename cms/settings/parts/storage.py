"""Files: private, on disk by default, copied by a job to the file store (a folder, or S3 when S3_BUCKET is set)."""

from typing import Any

from cms.settings.env import DATA_DIR, env

S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
FILE_STORE_DIR = DATA_DIR / "file-store"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
