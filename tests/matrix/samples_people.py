"""Mutations of joining, the charter and sponsors; of a body's people, its tokens and saved queries."""

from typing import Any

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.joining.keys import digest_of, secret_of
from cms.joining.models import Application, CharterSignature, Sponsor
from cms.members.models import ApiToken, Invitation, Membership, PartnerRole, RoleOffer, RoleOfferAnswer
from cms.members.selectors.body_checks import fingerprint_of, parts_of
from cms.members.services import invite
from cms.snippets.models import Partner, PartnerContact
from cms.tools.models import SavedQuery
from tests.factories.registers import make_role, make_token
from tests.matrix.samples import ANYBODY, LEADS, MEMBERS, SIGNERS, sample
from tests.matrix.world import World

MANAGERS = frozenset({"partner_lead", "editor"})
KEEPERS = LEADS | {"editor"}
OWN_BODY = "for the organisation that one acts for; the core team acts for none"


@sample("applyToJoin", ANYBODY, "application.make")
def _(w: World) -> dict[str, Any]:
    given = {"organisation": "The Saturday Kitchen", "name": "Lou Bread", "email": "lou@example.org"}
    return {"submissionId": "one", **given, "hopes": "One story"}


@sample("confirmApplication", ANYBODY)
def _(w: World) -> dict[str, Any]:
    secret = secret_of("nonce")
    Application.objects.create(
        number=1, organisation="The Saturday Kitchen", name="Lou Bread", email="lou@example.org", hopes="One story",
        submission_id="one", nonce="nonce", digest=digest_of(secret),
    )  # fmt: skip
    return {"key": secret}


@sample("signCharter", SIGNERS, "charter.sign", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "number": 1, "confirmed": True}


@sample("recordCharterPaper", KEEPERS, "charter.record_paper", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "number": 1, "signatoryName": "Joy Example", "signedOn": clock.today().isoformat()}


@sample("withdrawCharterSignature", SIGNERS | {"editor"}, "charter.withdraw", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    row = CharterSignature.objects.create(
        partner=w.home, version=w.charter, signatory_name="Joy Example", method=CharterSignature.Method.PAPER,
        signed_on=clock.today(), text_hash=w.charter.text_hash,
    )  # fmt: skip
    return {"id": str(row.pk), "why": "The wrong trustee"}


@sample("nameSponsor", MANAGERS, "sponsor.name", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "sponsor": "other"}


def sponsor(partner: Partner, of: Partner) -> str:
    return str(Sponsor.objects.create(partner=partner, sponsor=of).pk)


@sample("acceptSponsor", LEADS, "sponsor.accept", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"id": sponsor(w.trust, w.home)}


@sample("endSponsor", KEEPERS, "sponsor.end", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"id": sponsor(w.home, w.trust)}


# -- a body's people
@sample("invitePerson", MANAGERS, "role.give")
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "email": "new@example.org", "role": "DPO"}


@sample("invitePerson#committing", {"editor"}, "role.give: committing", sees={"partner_lead"})
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "email": "new@example.org", "role": "ISP_APPROVER"}


def invitation(w: World) -> dict[str, Any]:
    row: Invitation = invite(by=SYSTEM, partner_id=w.home.pk, email="new@example.org")
    return {"id": str(row.pk)}


@sample("resendInvitation", MANAGERS, "people.manage")
def _(w: World) -> dict[str, Any]:
    return invitation(w)


@sample("withdrawInvitation", MANAGERS, "people.manage")
def _(w: World) -> dict[str, Any]:
    return invitation(w)


@sample("giveRole", MANAGERS, "role.give")
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "userId": w.key("colleague"), "role": "DPO"}


@sample("giveRole#committing", {"editor"}, "role.give: committing", sees={"partner_lead"})
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "userId": w.key("colleague"), "role": "ACCOUNTABLE_OFFICER"}


def role(w: World, kind: str = "dpo") -> PartnerRole:
    return make_role(w.people["colleague"], w.home, kind)


@sample("changeRole", MANAGERS, "role.give", sees={"colleague"})
def _(w: World) -> dict[str, Any]:
    return {"id": str(role(w).pk), "serviceArea": "Housing", "isPublic": True}


@sample(
    "endRole", MANAGERS | {"colleague"}, "role.end", but={"colleague": "one's own role may always be given up"}
)  # fmt: skip
def _(w: World) -> dict[str, Any]:
    return {"id": str(role(w).pk)}


@sample("endRole#committing", {"editor", "colleague"}, sees={"partner_lead"})
def _(w: World) -> dict[str, Any]:
    return {"id": str(role(w, "isp_approver").pk)}


@sample("endMembership", MANAGERS, "membership.end")
def _(w: World) -> dict[str, Any]:
    return {"id": str(Membership.objects.get(user=w.people["colleague"], partner=w.home).pk)}


@sample("endMembership#committing", {"editor"}, sees={"partner_lead"})
def _(w: World) -> dict[str, Any]:
    return {"id": str(Membership.objects.get(user=w.people["approver"], partner=w.home).pk)}


@sample(
    "offerRole",
    MEMBERS,
    "role.offer",
    but=dict.fromkeys(MEMBERS, "oneself, as the words beside the action say; its cells are of offering another"),
)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "role": "DPO", "partners": ["trust"]}


@sample("offerRole#committing", {"editor"}, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "role": "ISP_APPROVER", "partners": ["trust"]}


def offer(w: World, who: str) -> RoleOfferAnswer:
    made = RoleOffer.objects.create(
        user=w.people[who], role="dpo", submission_id="offer", made_by=w.people[who], made_at=clock.now()
    )
    row: RoleOfferAnswer = RoleOfferAnswer.objects.create(offer=made, partner=w.home)
    return row


@sample("answerRoleOffers", MANAGERS, "role.answer_offer")
def _(w: World) -> dict[str, Any]:
    return {"ids": [str(offer(w, "member").pk)], "accepted": True}


@sample(
    "withdrawRoleOffer",
    {"member", "editor"},
    "role.offer",
    but={"member": "one's own, as the words beside the action say"},
)
def _(w: World) -> dict[str, Any]:
    return {"id": str(offer(w, "member").offer_id)}


@sample("confirmBody", KEEPERS, "body.confirm")
def _(w: World) -> dict[str, Any]:
    home = Partner.objects.select_related("sector").get(pk=w.home.pk)
    return {"partner": "home", "fingerprint": fingerprint_of(parts_of([home])[home.pk])}


@sample("confirmBodies", KEEPERS, "body.confirm")
def _(w: World) -> dict[str, Any]:
    home = Partner.objects.select_related("sector").get(pk=w.home.pk)
    return {"bodies": [{"partner": "home", "fingerprint": fingerprint_of(parts_of([home])[home.pk])}]}


def contact(w: World) -> PartnerContact:
    for name in ("office", "duty"):
        row: PartnerContact = PartnerContact.objects.create(partner=w.home, email=f"{name}@example.org")
    return row


@sample("saveContact", KEEPERS, "contact.keep")
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "email": "office@example.org", "name": "The office"}


@sample("saveContact#change", KEEPERS, "contact.keep")
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "id": str(contact(w).pk), "email": "new.office@example.org"}


@sample("removeContact", KEEPERS, "contact.keep")
def _(w: World) -> dict[str, Any]:
    return {"id": str(contact(w).pk)}


@sample("confirmContacts", KEEPERS, "contact.keep")
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "ids": [str(contact(w).pk)]}


@sample("changeShown", MEMBERS, "shown.change", but=dict.fromkeys(MEMBERS, "what others see of oneself"))
def _(w: World) -> dict[str, Any]:
    return {"phone": True}


# -- its tools
@sample(
    "makeToken", {*LEADS, "elsewhere"}, "token.make", but={"editor": OWN_BODY}, told={"editor"}
)  # fmt: skip
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "name": "Our dashboard", "scopes": ["read:register"], "days": 30}


def token(w: World) -> dict[str, Any]:
    make_token(w.home, name="A dashboard", held_by=w.people["partner_lead"])
    return {"id": str(ApiToken.objects.get(name="A dashboard").pk)}


@sample("renewToken", KEEPERS, "token.make")
def _(w: World) -> dict[str, Any]:
    return token(w)


@sample(
    "takeOverToken",
    {"ig_lead"},
    "token.make",
    but={"partner_lead": "holds it already", "editor": "belongs to no organisation, and holds nothing of one"},
    sees={"editor"},
    silent={"partner_lead"},
)
def _(w: World) -> dict[str, Any]:
    return token(w)


@sample("revokeToken", KEEPERS, "token.revoke")
def _(w: World) -> dict[str, Any]:
    return token(w)


@sample("makeSavedQuery", {*LEADS, "elsewhere"}, "query.change", but={"editor": OWN_BODY}, told={"editor"})
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "name": "Our agreements", "list": "isps", "columns": ["title"]}


def query(w: World) -> SavedQuery:
    row: SavedQuery = SavedQuery.objects.create(
        partner=w.home, name="Ours", key="0" * 20, list_name="isps", columns=["title"]
    )
    return row


@sample("changeSavedQuery", KEEPERS, "query.change")
def _(w: World) -> dict[str, Any]:
    return {"id": str(query(w).pk), "name": "Ours now", "list": "isps", "columns": ["title"]}


@sample("endSavedQuery", KEEPERS, "query.change")
def _(w: World) -> dict[str, Any]:
    return {"id": str(query(w).pk)}
