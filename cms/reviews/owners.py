"""Agreements and pages whose owner cannot be told, who is told instead, and choosing an owner in place."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from cms.audit.services import record
from cms.core import policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.members.selectors import members_of
from cms.pages.permissions import EDITORIAL
from cms.pages.selectors import members_path
from cms.reviews.recipients import Reach, Recipient, reach_of
from cms.signing.permissions import can_handle, handled_among
from cms.snippets.models import Isp, IspVersion
from cms.snippets.selectors import heirs
from cms.snippets.services import lock_isp, move_on

CHOOSE = "isp.choose_owner"
FIRST = -90  # the first stage: who is told before others join


@dataclass(frozen=True, slots=True)
class Thing:
    """An ISP or a page, as far as its owner goes. Exactly one of `isp` and `page` is a key."""

    isp: int | None
    page: int | None
    label: str
    path: str
    lead_id: int | None
    lead_name: str
    owner_id: int | None
    deputy_id: int | None
    next_review: datetime.date | None


@dataclass(frozen=True, slots=True)
class Orphan:
    """`kind` is nobody, left or bounces; `told` is who hears of a review instead, each with why."""

    thing: Thing
    kind: str
    problem: str
    owner_name: str
    told: tuple[Recipient, ...]


def can_choose_owner(requester: Requester, isp: Isp) -> bool:
    """Who looks after the agreement, the lead of the lead partner, and the core team. No tool."""
    if requester.user_id is None:
        return requester.is_system
    after = heirs().get(isp.lead_id, frozenset()) if isp.lead_id not in requester.partners else frozenset()
    leads = {isp.lead_id, *after}
    return can_handle(requester, isp) or any(requester.has_role(lead, "partner_lead") for lead in leads)


def orphans(*, lead_ids: Iterable[int] | None = None, pages: bool = True) -> list[Orphan]:
    """ISPs that are not retired (of these lead partners, where given) and live pages whose owner is absent, has left or
    cannot be reached by mail; the one due first comes first. A fixed number of queries."""
    things = _isps(lead_ids) + (_pages() if pages and lead_ids is None else [])
    reach = reach_of(things)
    names = _names(things)
    found = [_orphan(thing, reach, names) for thing in things]
    rows = [one for one in found if one is not None]
    return sorted(rows, key=lambda one: (one.thing.next_review or datetime.date.max, one.thing.label))


def _orphan(thing: Thing, reach: Reach, names: dict[int, str]) -> Orphan | None:
    trouble = reach.trouble(thing)
    if trouble is None:
        return None
    told = tuple(reach.told(thing, FIRST))
    return Orphan(thing, trouble.kind, trouble.words, names.get(thing.owner_id or 0, ""), told)


def _isps(lead_ids: Iterable[int] | None) -> list[Thing]:
    states = (IspVersion.State.IN_FORCE, IspVersion.State.OUT_FOR_SIGNATURE)
    alive = IspVersion.objects.filter(state__in=states).values("isp")
    rows = Isp.objects.filter(pk__in=alive, retired_on=None).select_related("lead")
    if lead_ids is not None:
        rows = rows.filter(lead__in=set(lead_ids))
    return [
        Thing(
            isp=isp.pk,
            page=None,
            label=f"{isp.reference} {isp.title}",
            path=f"/isps/{isp.reference}",
            lead_id=isp.lead_id,
            lead_name=isp.lead.name,
            owner_id=isp.owner_id,
            deputy_id=isp.deputy_id,
            next_review=isp.next_review_on,
        )
        for isp in rows
    ]


def _pages() -> list[Thing]:
    return [
        Thing(None, page.pk, page.title, members_path(page), None, "", page.page_owner_id, None, page.review_on)
        for model in EDITORIAL
        for page in model.objects.filter(live=True).exclude(Q(review_on=None) & Q(page_owner=None))
    ]


def _names(things: list[Thing]) -> dict[int, str]:
    keys = {thing.owner_id for thing in things if thing.owner_id is not None}
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=keys)}


def candidates(lead_id: int) -> list[Any]:
    """Who may own an agreement that this partner leads: its members, and those of the one body that took over."""
    bodies = [lead_id, *sorted(heirs().get(lead_id, ()))]
    return list({user.pk: user for body in bodies for user in members_of(body)}.values())


@dataclass(frozen=True, slots=True)
class OwnerToChoose:
    """An agreement that the requester's organisation leads and whose owner cannot be told. `people` are (key, name) of
    who may own it; empty for whoever may not choose."""

    pk: int
    reference: str
    title: str
    problem: str
    owner_name: str
    told: tuple[str, ...]
    revision: int
    people: tuple[tuple[int, str], ...]


def owners_to_choose(by: Requester) -> list[OwnerToChoose]:
    """Of the organisation that the requester acts for, the one due first first. Tools get nothing: it names people."""
    if by.user_id is None or by.acting_for is None:
        return []
    lead = by.acting_for
    found = orphans(lead_ids=[lead])
    rows = policy.visible(Isp.objects.all(), by).filter(pk__in=[one.thing.isp for one in found if one.thing.isp])
    isps = {isp.pk: isp for isp in rows}
    handled = handled_among(by, isps.values())
    people = tuple((user.pk, str(user)) for user in candidates(lead)) if found else ()
    leads = by.is_editor or by.has_role(lead, "partner_lead")
    return [
        OwnerToChoose(
            pk=isp.pk,
            reference=isp.reference,
            title=isp.title,
            problem=one.problem,
            owner_name=one.owner_name,
            told=tuple(f"{person.name or person.email} ({person.why})" for person in one.told),
            revision=isp.lock_version,
            people=people if leads or isp.pk in handled else (),
        )
        for one in found
        if (isp := isps.get(one.thing.isp or 0)) is not None
    ]


@transaction.atomic
def choose_owner(*, by: Requester, isp_id: int, owner_id: int | None, expected_revision: int | None = None) -> Isp:
    """Say who owns an agreement: somebody who belongs to its lead. Raises NotFound (also for what the requester may not
    see), Forbidden, Conflict with `currentRevision`, BadInput with `fields`."""
    if not policy.visible(Isp.objects.all(), by).filter(pk=isp_id).exists():
        raise NotFound("There is no such agreement.")
    isp = lock_isp(isp_id)
    if not policy.may(by, CHOOSE, isp):
        raise Forbidden("Its owner, deputy, the lead partner's people and the core team choose its owner.")
    if expected_revision is not None and expected_revision != isp.lock_version:
        message = "Somebody changed this agreement since you opened it. Look at it again."
        raise Conflict(message, currentRevision=isp.lock_version)
    if owner_id not in {user.pk for user in candidates(isp.lead_id)}:
        message = "Choose somebody who belongs to the lead partner."
        raise BadInput(message, fields={"owner": [message]})
    if isp.owner_id != owner_id:
        before = isp.owner_id
        deputy = None if isp.deputy_id == owner_id else isp.deputy_id
        move_on(isp, owner_id=owner_id, deputy_id=deputy)
        record(by, "isp.owner_chosen", isp, before=before, after=owner_id, organisation_id=isp.lead_id)
    return isp


@transaction.atomic
def choose_page_owner(*, by: Requester, page_id: int, owner_id: int) -> None:
    """Say who owns a page: the core team chooses somebody with an account. Raises Forbidden, NotFound, BadInput."""
    if not by.is_editor:
        raise Forbidden("The core team chooses who owns a page.")
    page = next((row for model in EDITORIAL if (row := model.objects.filter(pk=page_id).first())), None)
    if page is None:
        raise NotFound("There is no such page.")
    if not get_user_model()._default_manager.filter(pk=owner_id, is_active=True).exists():
        raise BadInput("Choose somebody with an account.", fields={"owner": ["Choose somebody with an account."]})
    record(by, "page.owner_chosen", page, before=page.page_owner_id, after=owner_id)
    page.page_owner_id = owner_id
    page.save(update_fields=["page_owner"])
    if page.latest_revision is not None:  # or the next publishing would bring the old owner back
        page.latest_revision.content["page_owner"] = owner_id
        page.latest_revision.save(update_fields=["content"])


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_action(CHOOSE, can_choose_owner)
