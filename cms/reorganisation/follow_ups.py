"""Agreements that somebody should look at again once bodies have changed, and who is asked to see to it.

Reviews stand in a room that this one may not import: it says in AppConfig.ready what it does.
"""

from collections import defaultdict
from collections.abc import Callable

from cms.core.requester import Requester
from cms.reorganisation.models import IspChoice, Reorganisation
from cms.reorganisation.outline import Outline
from cms.snippets.models import IspParty, IspSuccession, IspVersion

State = IspVersion.State
OPEN = (State.DRAFT, State.PEER_REVIEW, State.OUT_FOR_SIGNATURE)
# (by, keys of agreements, what happened in words, cause, path of the members' site)
FollowUp = Callable[[Requester, list[int], str, str, str], object]
_known: list[FollowUp] = []


def register_follow_up(function: FollowUp) -> None:
    """Call this once for each plan that was carried out. It must do nothing the second time for one cause."""
    if function not in _known:
        _known.append(function)


def follow_up(by: Requester, plan: Reorganisation, outline: Outline) -> list[int]:
    """Have the agreements looked at that do not simply go on. Returns their keys."""
    isps = to_look_at(plan, outline)
    if isps:
        what = f"Parties have changed: {plan.title}"[:250]
        for function in _known:
            function(by, isps, what, f"reorganisation:{plan.pk}", f"/reorganisations/{plan.pk}")
    return isps


def to_look_at(plan: Reorganisation, outline: Outline) -> list[int]:
    """Somebody signs anew, nobody follows, parties became one, a part was left open, or a version on its way names a
    body that has ended. Four queries."""
    ending = list(outline.ending)
    rows = IspSuccession.objects.filter(predecessor__in=ending, on=plan.takes_effect_on)
    found: set[int] = set()
    takers: dict[tuple[int, int], int] = defaultdict(int)
    for isp, after, carries in rows.values_list("isp_id", "successor_id", "carries_over"):
        if after is None or not carries:
            found.add(isp)
        else:
            takers[isp, after] += 1
    parts = IspParty.objects.filter(partner__in=outline.targets, version__state=State.IN_FORCE, left_on=None)
    for isp, partner in parts.values_list("version__isp_id", "partner_id"):
        if (isp, partner) in takers:
            takers[isp, partner] += 1
    found |= {isp for (isp, _), count in takers.items() if count > 1}
    left = IspChoice.objects.filter(reorganisation=plan, left_open=True)
    found |= set(left.values_list("isp_id", flat=True))
    on_the_way = IspParty.objects.filter(partner__in=ending, version__state__in=OPEN)
    found |= set(on_the_way.values_list("version__isp_id", flat=True))
    return sorted(found)
