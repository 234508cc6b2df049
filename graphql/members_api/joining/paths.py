"""How a partner reaches what it signed and who stands beside it. The rows pass the gate afterwards."""

from typing import Any

from cms.joining.models import CharterSignature, Sponsor
from members_api.batch import Via


def latest_signatures(partners: list[Any], requester: Any) -> list[tuple[int, int]]:
    """The latest version that each has signed, as far as the signature stands."""
    keys = [partner.pk for partner in partners]
    rows = CharterSignature.objects.filter(partner__in=keys, withdrawn_on=None).order_by("-version__number", "-pk")
    found: dict[int, int] = {}
    for partner, signature in rows.values_list("partner_id", "pk"):
        found.setdefault(partner, signature)
    return list(found.items())


def standing_sponsors(partners: list[Any], requester: Any) -> list[tuple[int, int]]:
    keys = [partner.pk for partner in partners]
    rows = Sponsor.objects.standing().filter(partner__in=keys, accepted_on__isnull=False)
    return list(rows.values_list("partner_id", "pk"))


CHARTER_OF_PARTNER = Via(CharterSignature, latest_signatures)
SPONSOR_OF_PARTNER = Via(Sponsor, standing_sponsors)
