from typing import Any

from django import template
from django.db.models.functions import Length

from cms.storage import redaction
from cms.storage.admin_waiting import scan_state
from cms.storage.barriers import HONEST, barriers_of
from cms.storage.models import DocumentText
from cms.storage.texts import INDEXED, facts_of

register = template.Library()


@register.inclusion_tag("storage/scan_state.html")
def file_scan(row: Any) -> dict[str, Any]:
    """What the virus scanner said of the file of a document or a picture."""
    return scan_state(row)


@register.inclusion_tag("storage/search_text.html")
def search_text(document: Any) -> dict[str, Any]:
    """What search knows of the file, what may keep people from it and what to look at, for its screen in the admin."""
    found = facts_of(document)
    length = 0
    if found is not None and found.state == DocumentText.State.DONE:
        length = DocumentText.objects.filter(pk=found.pk).values_list(Length("text"), flat=True).get()
    return {
        "document": document,
        "found": found,
        "state": found.state if found else "",
        "beginning": length > INDEXED,
        "barriers": barriers_of(found.barriers) if found else [],
        "look": redaction.sentences_of(found.redact) if found else [],
        "honest": HONEST,
    }
