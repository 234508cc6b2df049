"""Trying out what a token opens, without its secret: for who looks after it (docs/adr/0018)."""

from django.db.models import Exists, OuterRef

from cms.core import policy
from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.members.models import ApiToken
from cms.members.selectors.tokens import rights_of, tokens_in_force
from cms.snippets.models import Partner

ADHOC = "adhoc"


def explorable_tokens(by: Requester) -> list[ApiToken]:
    """Tokens in force that may ask queries of their own, of the bodies that one leads; each has `has_doubles`.

    One that works from named networks alone is left out: a page of ours would be a way round them.
    """
    mine = [partner for partner in by.own_partners if policy.may(by, "api.explore", partner)]
    doubles = Exists(Partner.objects.filter(duplicate_of=OuterRef("partner")))
    rows = policy.visible(ApiToken.objects.filter(partner__in=mine, networks=[]), by)
    found = tokens_in_force(rows).select_related("partner").annotate(has_doubles=doubles)
    return [row for row in found.order_by("name", "pk") if ADHOC in row.scopes]


def requester_as_token(by: Requester, pk: int) -> Requester:
    """The rights of one of those tokens. Raises NotFound, the same for absent, ended and another body's."""
    for row in explorable_tokens(by):
        if row.pk == pk:
            return rights_of(row)
    raise NotFound("There is no such token in force.")
