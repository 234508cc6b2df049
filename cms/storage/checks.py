"""What `manage.py check` says before every page that shows a file answers 500, and before no file can be sent."""

import io
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.storage.refusals import RefusedFile
from cms.storage.uploads_content import check_file


@register
def address_of_the_s3_server(**_: Any) -> list[CheckMessage]:
    parts = urlsplit(settings.S3_ENDPOINT_URL)
    if not settings.S3_ENDPOINT_URL or (parts.scheme in ("http", "https") and parts.hostname):
        return []
    hint = "Write the whole address, such as https://s3.example.org; leave it empty for AWS."
    words = f"S3_ENDPOINT_URL is not an address: {settings.S3_ENDPOINT_URL}"
    return [Error(words, hint=hint, id="storage.E001")]


@register(deploy=True)
def files_can_be_looked_at(**_: Any) -> list[CheckMessage]:
    try:
        check_file(io.BytesIO(b"a,b\n1,2\n"), "list.csv")
    except RefusedFile as refused:
        hint = (
            "A process of its own looks at each file (cms/storage/kind_child.py). It needs this Python without "
            "PYTHONPATH and without other environment, 512 MB of address space, and the right to start a process."
        )
        words = f"No file can be sent: an honest list of two lines was answered with “{refused}”"
        return [Error(words, hint=hint, id="storage.E002")]
    return []
