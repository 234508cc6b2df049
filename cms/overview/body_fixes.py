"""What an organisation can put right about itself: who is named for what, whom to write to, bodies that have ended."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.gaps import gaps_of
from cms.overview.data_quality.bodies import EXEMPT
from cms.overview.fixes import Fix, FixKind
from cms.snippets.importers.names import ENDED
from cms.snippets.models import IspParty, Partner, PartnerContact


def body_fixes(by: Requester, own: int, rows: Sequence[Any]) -> list[Fix]:
    """For the people of the partner (key) `own`; `rows` are those of `cms.overview.ours`. A tool is told nothing here:
    who is named follows from people. Four queries."""
    if by.user_id is None:
        return []
    reached = PartnerContact.objects.filter(partner=OuterRef("pk"), bounced_on=None)
    rows_of_it = Partner.objects.select_related("sector").annotate(is_reached=Exists(reached))
    partner = rows_of_it.filter(pk=own).first()
    if partner is None:
        return []
    return [*_roles(partner), *_contact(partner), *_registration(partner), *_ended(by, rows)]


def _roles(partner: Any) -> list[Fix]:
    gaps = gaps_of([partner])
    if not gaps:
        return []
    named = ", ".join(f"{gap.label[:1].lower()}{gap.label[1:]}" for gap in gaps).replace("iSP", "ISP")
    text = "role that nobody holds here" if len(gaps) == 1 else "roles that nobody holds here"
    why = f"{named[:1].upper()}{named[1:]}. Name somebody, or tell the core team why nobody is needed."
    return [Fix(FixKind.ROLE_GAP, len(gaps), text, why, f"/partners/{partner.slug}", "See who is named")]


def _contact(partner: Any) -> list[Fix]:
    if partner.is_reached:
        return []
    why = "Reminders go there when an agreement has no owner. Tell the core team whom to write to."
    return [Fix(FixKind.BODY_CONTACT, 1, "contact of ours is missing", why, f"/partners/{partner.slug}", "Look at it")]


def _registration(partner: Any) -> list[Fix]:
    expired = partner.ico_expires_on is not None and partner.ico_expires_on < clock.today()
    if not partner.can_sign or partner.ico_registration.casefold() in EXEMPT or not expired:
        return []
    why = f"Ours ended on {partner.ico_expires_on:%-d %B %Y}, as far as we know. Tell the core team the new day."
    text = "registration with the Information Commissioner has run out"
    return [Fix(FixKind.BODY_ICO, 1, text, why, f"/partners/{partner.slug}", "Look at it")]


def _ended(by: Requester, rows: Sequence[Any]) -> list[Fix]:
    """Bodies that have ended and are still named in agreements that we lead."""
    led = {row.version_id: row for row in rows if row.lead_is_us and row.version_id is not None}
    if not led:
        return []
    parts = visible(IspParty.objects.all(), by).filter(
        version__in=led, left_on=None, partner__existence__in=ENDED, partner__duplicate_of=None
    )
    found: dict[int, list[str]] = {}
    for version, name in parts.values_list("version_id", "partner__name"):
        found.setdefault(version, []).append(name)
    if not found:
        return []
    if len(found) > 1:
        why = "Say who took over, or that their part has ended."
        text = "that we lead name a body that has ended"
        return [Fix(FixKind.PARTY_ENDED, len(found), text, why, "/organisation?lead=us#all", "See them")]
    ((version, names),) = found.items()
    row = led[version]
    why = f"{row.title}: {', '.join(sorted(names))}. Say who took over, or that their part has ended."
    text = "that we lead names a body that has ended"
    return [Fix(FixKind.PARTY_ENDED, 1, text, why, f"/isps/{row.reference}", "Look at it", row.isp_id)]
