"""Wagtail: the editors' half. It serves no pages to readers: the members' frontend does."""

from cms.settings.env import CMS_ORIGIN

WAGTAIL_SITE_NAME = "Information Sharing Network"
WAGTAILADMIN_BASE_URL = CMS_ORIGIN
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]  # no SVG: it can carry script
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.storage.admin_forms.CheckedImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# By the name alone; what a file is, the form finds out. A document whose name is not listed could not even get another
# title: so pictures (scans of signed pages, by other doors), json (partners' systems) and txt (earlier versions) too.
_SCANS = ["heic", "jpeg", "jpg", "png", "tif", "tiff"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "json", "ods", "odt", "pdf", "pptx", "txt", "xlsx", *_SCANS]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.storage.admin_forms.CheckedDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 40 * 1024 * 1024  # as much as the virus scanner is set up to take
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.pages.workflow.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # an approval is of exact words
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False  # people are invited; nobody sets another person's password
TAGGIT_CASE_INSENSITIVE = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # films of other sites stand nowhere here: their sites are never asked
