"""Which agreements rest on a law, a condition or guidance: those in force, and those being written or signed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cms.core import clock
from cms.pages.models import GuidancePage, HorizonPage
from cms.snippets.models import Isp, IspVersion, LegalBasis, LegalCondition, LegalGateway

State = IspVersion.State
ALIVE = (State.IN_FORCE, State.DRAFT, State.PEER_REVIEW, State.OUT_FOR_SIGNATURE)
CONDITIONS = ("article6", "article9", "schedule1", "part3")


@dataclass(frozen=True, slots=True)
class Resting:
    """One agreement that rests on it: by its version in force, or by one that is on its way."""

    isp: Isp
    in_force: bool
    flagged: bool = False


def resting_on(thing: Any) -> list[Resting]:
    """Agreements, by reference, that rest on a gateway, a condition, guidance (through local guidance that interprets
    it too) or a change ahead. Retired ones are left out."""
    return _resting(_versions(thing) if isinstance(thing, LegalGateway | LegalCondition) else None, thing)


def _versions(thing: Any) -> Any:
    if isinstance(thing, LegalGateway):
        named = Q(gateways=thing)
    else:
        named = Q(*[Q(**{name: thing}) for name in CONDITIONS], _connector=Q.OR)
    still_in = Q(party__left_on=None) | Q(party__left_on__gt=clock.today())
    return LegalBasis.objects.filter(named, still_in).values("party__version")


def _resting(versions: Any, thing: Any) -> list[Resting]:
    there = Q(isp__retired_on=None) | Q(isp__retired_on__gt=clock.today())
    alive = IspVersion.objects.filter(there, state__in=ALIVE)
    alive = alive.filter(pk__in=versions) if versions is not None else alive.filter(isp__in=_isps(thing))
    states: dict[int, bool] = {}
    for isp, state in alive.values_list("isp_id", "state"):
        states[isp] = states.get(isp, False) or state == State.IN_FORCE
    rows = Isp.objects.filter(pk__in=states).select_related("lead").order_by("reference")
    return [Resting(isp, states[isp.pk]) for isp in rows]


def _isps(thing: Any) -> Any:
    if isinstance(thing, GuidancePage):
        local = GuidancePage.objects.filter(interprets=thing).values("pk")
        named = Isp.guidance.through._default_manager.filter(Q(guidancepage=thing.pk) | Q(guidancepage__in=local))
        return named.values("isp")
    if isinstance(thing, HorizonPage):
        through = HorizonPage._meta.get_field("affected_isps").remote_field.through
        return through._default_manager.filter(horizonpage=thing.pk).values("isp")
    raise TypeError(f"Nothing rests on {thing!r}.")
