"""What a real installation must not start with. Run by `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def enough_organisations(**_: Any) -> list[CheckMessage]:
    """A report of what one organisation searched for tells what that organisation is worried about."""
    if settings.SEARCH_LOG_MIN_ORGANISATIONS > 1:
        return []
    hint = "Only a demonstration shows what a single organisation looked for. Say 2 or more; 5 is usual."
    return [Error("SEARCH_LOG_MIN_ORGANISATIONS is below 2.", hint=hint, id="searchlog.E001")]
