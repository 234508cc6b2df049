"""Files: private, each content once, in folders below DATA_DIR or, when S3_BUCKET is set, in buckets."""

from typing import Any

from cms.settings.env import DATA_DIR, env

STORE_DIR = DATA_DIR / "store"  # a folder for each bucket that an installation with S3 has
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
S3_MIRROR_BUCKET = env.str("S3_MIRROR_BUCKET", default="")  # "" is <S3_BUCKET>-mirror, and so on
S3_EXCHANGE_BUCKET = env.str("S3_EXCHANGE_BUCKET", default="")
S3_QUARANTINE_BUCKET = env.str("S3_QUARANTINE_BUCKET", default="")
S3_PRESIGN = env.bool("S3_PRESIGN", default=True)  # large files are fetched from the S3 server itself
EXCHANGE_FILES_A_DAY = env.int("EXCHANGE_FILES_A_DAY", default=1000)  # new files of one body's system; the rest waits
FILES_ORIGIN = env.str("FILES_ORIGIN", default="").rstrip("/")  # a host of its own for files; "": the CMS's own
UPLOADS_DIR = DATA_DIR / "uploads"  # files on their way in pieces: of this machine alone
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "cms.storage.files.SiteStorage"},
    "made_here": {"BACKEND": "cms.storage.files.MadeHereStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WAGTAILIMAGES_RENDITION_STORAGE = "made_here"
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")  # host:port of the virus scanner; "": files are not scanned
