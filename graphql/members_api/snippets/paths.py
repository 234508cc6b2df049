"""How fields of the registers reach rows that no column names: each way narrows the rows it leads through."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Model

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing.models import Signature
from cms.snippets.models import DataFlow, Dataset, Isp, IspParty, IspVersion, LegalBasis, Partner, Succession
from cms.snippets.selectors import second_rows, speaking_versions
from members_api.batch import Via

Pairs = Iterable[tuple[int, int]]
PUBLISHED = (IspVersion.State.IN_FORCE, IspVersion.State.SUPERSEDED)


def keys(owners: list[Any]) -> list[int]:
    return [owner.pk for owner in owners]


def speaking(owners: list[Any], requester: Requester) -> Pairs:
    """The version that speaks for each ISP, of those the requester may see."""
    versions = speaking_versions(requester, keys(owners))
    return [(isp, found[0]) for isp, found in versions.items()]


def all_versions(owners: list[Any], requester: Requester) -> Pairs:
    rows = IspVersion.objects.filter(isp__in=keys(owners)).order_by("-number")
    return list(rows.values_list("isp_id", "pk"))


def last_signature(owners: list[Any], requester: Requester) -> Pairs:
    rows = Signature.objects.filter(party__in=keys(owners), voided_on=None).order_by("-signed_on", "-pk")
    return list(rows.values_list("party_id", "pk"))


def held_by(owners: list[Any], requester: Requester) -> Pairs:
    """Who stands in each party's place today, in its agreement."""
    rows = IspParty.objects.filter(
        pk__in=keys(owners),
        version__isp__successions__predecessor=F("partner"),
        version__isp__successions__successor__isnull=False,
    )
    return list(rows.values_list("pk", "version__isp__successions__successor"))


def related(model: type[Model], owner: str, target: str, *order: str) -> Callable[[list[Any], Requester], Pairs]:
    """By rows of `model` that the requester may see: its column `owner` names the owner, `target` what is reached."""

    def pairs(owners: list[Any], requester: Requester) -> Pairs:
        rows = visible(model._default_manager.all(), requester).filter(**{f"{owner}__in": keys(owners)})
        return list(dict.fromkeys(rows.order_by(*order).values_list(owner, target)))

    return pairs


def isps_of_partners(owners: list[Any], requester: Requester) -> Pairs:
    """ISPs that a partner leads or takes part in, by reference; not those it left, nor withdrawn versions."""
    doubles = second_rows(keys(owners))
    parts = visible(IspParty.objects.all(), requester).filter(partner__in=[*keys(owners), *doubles], left_on=None)
    standing = parts.exclude(version__state=IspVersion.State.WITHDRAWN)
    rows = standing.values_list("version__isp__reference", "partner_id", "version__isp_id")
    found = [(reference, doubles.get(partner, partner), isp) for reference, partner, isp in rows]
    led = visible(Isp.objects.all(), requester).filter(lead__in=keys(owners))
    found += led.values_list("reference", "lead_id", "pk")
    return list(dict.fromkeys((partner, isp) for _, partner, isp in sorted(found)))


VERSION = Via(IspVersion, speaking)
VERSIONS = Via(IspVersion, all_versions)
HELD_BY = Via(Partner, held_by)
SIGNED_BY = Via(Signature, last_signature)
ISPS_OF_PARTNER = Via(Isp, isps_of_partners)
DATASETS_OF_PARTNER = Via(Dataset, related(Dataset, "holder_id", "pk", "title"))
ISPS_OF_DATASET = Via(Isp, related(DataFlow, "dataset_id", "version__isp_id", "version__isp__reference"))
ISPS_OF_GATEWAY = Via(Isp, related(LegalBasis, "gateways", "party__version__isp_id", "party__version__isp__reference"))


def successions(column: str) -> Via:
    return Via(Succession, related(Succession, f"{column}_id", "pk", "on", "pk"))
