from typing import Any

from django import template
from django.db.models.functions import Length

from cms.storage.models import DocumentText
from cms.storage.texts import INDEXED, text_of

register = template.Library()


@register.inclusion_tag("storage/search_text.html")
def search_text(document: Any) -> dict[str, Any]:
    """What search knows of the file, for the document's screen in the admin."""
    found = text_of(document)
    length = 0
    if found is not None and found.state == DocumentText.State.DONE:
        length = DocumentText.objects.filter(pk=found.pk).values_list(Length("text"), flat=True).get()
    return {"document": document, "found": found, "state": found.state if found else "", "beginning": length > INDEXED}
