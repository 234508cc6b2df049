"""What people look after at a partner, by kind: shown to whoever leaves, and moved to a successor. Apps register theirs
in AppConfig.ready; those of the registers and of pages are here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from cms.audit.services import record
from cms.core import content_version
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, SiteRole
from cms.pages.permissions import EDITORIAL
from cms.pages.selectors import members_path
from cms.snippets.models import Isp, IspParty
from cms.snippets.search_isps import record_isps
from cms.snippets.services import lock_isp, move_on

ROLES, DEPUTY_ROLES = "roles", "deputy_roles"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing. `path` is of the members' site; empty where it has no page."""

    pk: int
    label: str
    path: str = ""


Holders = Callable[[int, int], list[Held]]
Mover = Callable[[Requester, Sequence[int], int], int]


@dataclass(frozen=True, slots=True)
class Holding:
    """`held(person, partner)` lists; `move(by, keys, successor)` hands these over and returns how many. None: it stays,
    and `about` says what becomes of it."""

    key: str
    label: str
    held: Holders
    move: Mover | None
    about: str


_holdings: dict[str, Holding] = {}


def register_holding(key: str, label: str, *, held: Holders, move: Mover | None, about: str = "") -> None:
    """`label` follows "You": "own these agreements". Raises ImproperlyConfigured for a key that is taken."""
    holding = Holding(key, label, held, move, about)
    if _holdings.setdefault(key, holding) != holding:
        raise ImproperlyConfigured(f"Two kinds of holdings are called {key!r}.")


def all_holdings() -> list[Holding]:
    return list(_holdings.values())


def find(key: str) -> Holding | None:
    return _holdings.get(key)


# -- the registers ---------------------------------------------------------------------------------------
def _agreements(column: str) -> Holders:
    def held(user_id: int, partner_id: int) -> list[Held]:
        rows = Isp.objects.filter(**{column: user_id}, lead=partner_id).order_by("reference")
        return [Held(isp.pk, f"{isp.reference} {isp.title}", f"/isps/{isp.reference}") for isp in rows]

    return held


def _move_agreements(column: str) -> Mover:
    def move(by: Requester, keys: Sequence[int], successor: int) -> int:
        other = "deputy_id" if column == "owner" else "owner_id"
        for key in keys:
            isp = lock_isp(key)
            changes: dict[str, int | None] = {f"{column}_id": successor}
            if getattr(isp, other) == successor:
                changes[other] = None  # nobody deputises for themselves
                if column == "deputy":
                    changes = {"deputy_id": None}
            record(by, f"isp.{column}_changed", isp, before=getattr(isp, f"{column}_id"), after=changes)
            move_on(isp, **changes)
        return len(keys)

    return move


def _parts(user_id: int, partner_id: int) -> list[Held]:
    rows = IspParty.objects.filter(owner=user_id, partner=partner_id).select_related("version__isp")
    return [
        Held(row.pk, f"{row.version.isp.reference} {row.version.isp.title}", f"/isps/{row.version.isp.reference}")
        for row in rows.order_by("version__isp__reference", "pk")
    ]


def _move_parts(by: Requester, keys: Sequence[int], successor: int) -> int:
    """Names of people are in the unsigned schedule: what was signed does not change."""
    rows = IspParty.objects.filter(pk__in=keys)
    for row in rows.select_related("partner"):
        record(by, "party.owner_changed", row, before=row.owner_id, after=successor, organisation_id=row.partner_id)
    isps = set(rows.values_list("version__isp", flat=True))
    moved = rows.update(owner=successor)
    record_isps(sorted(isps))
    content_version.bump()
    return moved


def _pages(user_id: int, partner_id: int) -> list[Held]:
    """Pages belong to no partner: they move with somebody who leaves the last place that they had."""
    elsewhere = Membership.objects.current().filter(user=user_id).exclude(partner=partner_id).exists()
    if elsewhere or SiteRole.objects.current().filter(user=user_id).exists():
        return []
    found = [page for model in EDITORIAL for page in model.objects.filter(page_owner=user_id).order_by("pk")]
    return [Held(page.pk, page.title, members_path(page)) for page in found]


def _move_pages(by: Requester, keys: Sequence[int], successor: int) -> int:
    """In the live row and in the latest revision, or the next publishing would bring the old owner back."""
    moved = 0
    for model in EDITORIAL:
        for page in model.objects.filter(pk__in=keys):
            record(by, "page.owner_changed", page, before=page.page_owner_id, after=successor)
            page.page_owner_id = successor
            page.save(update_fields=["page_owner"])
            revision = page.latest_revision
            if revision is not None:
                revision.content["page_owner"] = successor
                revision.save(update_fields=["content"])
            moved += 1
    return moved


def _roles(user_id: int, partner_id: int) -> list[Held]:
    rows = PartnerRole.objects.current().filter(user=user_id, partner=partner_id)
    return [Held(row.pk, row.get_role_display()) for row in rows]


def _deputy_roles(user_id: int, partner_id: int) -> list[Held]:
    rows = PartnerRole.objects.current().filter(deputy=user_id, partner=partner_id).select_related("user")
    return [Held(row.pk, f"{row.get_role_display()}, for {row.user}") for row in rows]


def _move_deputies(by: Requester, keys: Sequence[int], successor: int) -> int:
    moved = 0
    for row in PartnerRole.objects.filter(pk__in=keys):
        record(by, "role.deputy_changed", row, before=row.deputy_id, after=successor, organisation_id=row.partner_id)
        row.deputy_id = None if row.user_id == successor else successor
        row.save(update_fields=["deputy"])
        moved += 1
    return moved


def register() -> None:
    """Called once, when the app is ready."""
    register_holding("isps_owned", "own these agreements", held=_agreements("owner"), move=_move_agreements("owner"))
    register_holding(
        "isps_deputised", "stand in for the owner of these", held=_agreements("deputy"), move=_move_agreements("deputy")
    )
    register_holding("parts", "look after your organisation's part in these", held=_parts, move=_move_parts)
    committing = "A role that commits the organisation is given by the core team, or by a lead who holds it."
    register_holding(ROLES, "hold these roles", held=_roles, move=None, about=committing)
    register_holding(
        DEPUTY_ROLES, "stand in for these roles", held=_deputy_roles, move=_move_deputies, about=committing
    )
    register_holding("pages", "own these pages of the site", held=_pages, move=_move_pages)
