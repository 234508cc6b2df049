"""The template's first edition and the first question packs, as they come with the software."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core.requester import Requester
from cms.snippets.editions import open_edition, publish_edition
from cms.snippets.models import Question, QuestionPack, TemplateClause, TemplateVersion, Theme

QUESTION = ("text", "why", "good_answer")


@transaction.atomic
def load_template(file: Path, *, by: Requester) -> bool:
    """Publish the first edition from a file, unless there is one. Editors write all later ones. Returns whether it did.

    Raises OSError and ValueError for a file that cannot be read, Forbidden.
    """
    if TemplateVersion.objects.exists():
        return False
    words: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    edition = open_edition(by=by, what_changed=words["what_changed"])
    for order, clause in enumerate(words["clauses"]):
        TemplateClause.objects.create(template=edition, sort_order=order, **clause)
    publish_edition(by=by, number=edition.number)
    return True


@transaction.atomic
def load_question_packs(file: Path, *, by: Requester) -> int:
    """Add the packs of a file that are not there yet; what editors have made of the others stays. Returns how many."""
    added = 0
    for spec in json.loads(file.read_text(encoding="utf-8")):
        values = {name: spec[name] for name in ("title", "asker", "when_to_ask")}
        theme = Theme.objects.filter(slug=spec["theme"]).first()
        pack, is_new = QuestionPack.objects.get_or_create(slug=spec["slug"], defaults={**values, "theme": theme})
        if not is_new:
            continue
        for order, question in enumerate(spec["questions"]):
            Question.objects.create(pack=pack, sort_order=order, **dict(zip(QUESTION, question, strict=True)))
        record(by, "questions.loaded", pack)
        added += 1
    return added
