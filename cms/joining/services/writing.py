"""Writing the charter before it is published."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining.models import CharterVersion

TITLE, TEXT = 160, 20_000  # characters


@transaction.atomic
def write_charter(
    *, by: Requester, title: str, text: str, changed: str = "", resign_by: datetime.date | None = None
) -> CharterVersion:
    """Keep the draft of the next version, of which there is one at most. What was published never changes.

    Raises Forbidden, BadInput with `fields`, Conflict where two people begin one at once.
    """
    if not may(by, "charter.publish"):
        raise Forbidden("The core team writes the charter.")
    title, text, changed = " ".join(title.split()), text.strip(), changed.strip()
    fields = {}
    if not 0 < len(title) <= TITLE:
        fields["title"] = ["Give it a title of at most 160 characters."]
    if not 0 < len(text) <= TEXT:
        fields["text"] = ["Write the charter, in at most 20,000 characters."]
    if len(changed) > TEXT:
        fields["changed"] = ["Make this shorter."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    rows = CharterVersion.objects.select_for_update()
    draft: CharterVersion | None = rows.filter(published_on=None).first()
    if draft is None:
        last = rows.order_by("-number").first()
        draft = CharterVersion(number=last.number + 1 if last is not None else 1)
        if CharterVersion.objects.filter(number=draft.number).exists():
            raise Conflict("Somebody else has just begun a version. Look again.")
    draft.title, draft.text, draft.changed, draft.resign_by = title, text, changed, resign_by
    draft.save()
    record(by, "charter.written", draft, after=draft.text_hash)
    return draft
