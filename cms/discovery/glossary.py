"""Terms of the glossary that stand in a question, for a reader who found little by it."""

from dataclasses import dataclass

from cms.core import policy
from cms.core.requester import Requester
from cms.discovery.phrases import normal
from cms.snippets.models import GlossaryTerm

MOST = 5


@dataclass(frozen=True, slots=True)
class Term:
    term: str
    definition: str
    url: str  # path on the members' frontend


def terms_in(text: str, *, by: Requester) -> list[Term]:
    """At most five terms that the requester may read and whose words stand together in the text. One query."""
    asked = f" {normal(text)} "
    if not asked.strip():
        return []
    rows = policy.visible(GlossaryTerm.objects.all(), by).order_by("term")
    found = [row for row in rows if f" {normal(row.term)} " in asked]
    return [Term(row.term, row.definition, f"/glossary#{row.slug}") for row in found[:MOST]]
