"""A version that is to be signed: a lead with its people, and parties each with a person who signs."""

from dataclasses import dataclass
from typing import Any

from cms.core.requester import SYSTEM, Requester
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.signing.services import open_to_sign, send_out, sign
from cms.snippets.models import DataItem, Isp, IspParty, IspVersion, LegalBasis, LegalCondition, Partner
from tests.factories.registers import make_isp, make_partner, make_role, make_user


@dataclass
class Signing:
    """`by(slug)` is the person who signs for a body; `handler` the lead's IG lead; `editor` the core team."""

    isp: Isp
    handler: Requester
    editor: Requester
    people: dict[str, User]

    @property
    def version(self) -> IspVersion:
        found: IspVersion = self.isp.versions.order_by("-number").first()
        return found

    def by(self, slug: str) -> Requester:
        return requester_of(User.objects.get(pk=self.people[slug].pk))

    def party(self, slug: str) -> Any:
        return IspParty.objects.select_related("version__isp", "partner").get(version=self.version, partner__slug=slug)

    def send(self, **given: Any) -> IspVersion:
        return send_out(by=self.handler, version_id=self.version.pk, **given)

    def sign(self, slug: str, *, opened: bool = True, **given: Any) -> Any:
        """As the person would: open, tick, press."""
        by, party = self.by(slug), self.party(slug)
        seen = given.pop("content_hash", self.version.content_hash)
        if opened:
            open_to_sign(by=by, party_id=party.pk, content_hash=seen)
        usual = {"decision": "signed", "confirmed": True, "submission_id": f"press-{slug}-{self.version.pk}"}
        return sign(by=by, party_id=party.pk, content_hash=seen, **{**usual, **given})


def complete(party: IspParty) -> None:
    """A legal basis that lacks nothing."""
    task, _ = LegalCondition.objects.get_or_create(
        kind="article6", code="e", defaults={"provision": "Article 6(1)(e)", "name": "Public task"}
    )
    LegalBasis.objects.create(party=party, purpose="Help", article6=task)


def approver(partner: Partner, role: str = "isp_approver", email: str = "") -> User:
    user = make_user(email or f"signs.{partner.slug}@example.org", partner, first_name="Joy", last_name=partner.slug)
    make_role(user, partner, role)
    return user


def make_signing(*slugs: str, essential: tuple[str, ...] = (), lead: str = "council") -> Signing:
    """A draft of the lead's with these parties; the law is complete. Nothing is sent out yet."""
    council, others = make_partner(lead), tuple(make_partner(slug) for slug in slugs)
    isp = make_isp("Sharing for safety", council, others, state=IspVersion.State.DRAFT)
    IspParty.objects.update(asked_on=None)
    IspParty.objects.filter(partner__slug__in=essential).update(is_essential=True)
    version = isp.versions.get()
    for party in version.parties.all():
        complete(party)
    DataItem.objects.create(version=version, name="Names")
    handler = make_user(f"ig.{lead}@example.org", council)
    make_role(handler, council, "ig_lead")
    editor = make_user("editor@example.org", site_role="core_editor")
    people = {partner.slug: approver(partner) for partner in (council, *others)}
    return Signing(isp, requester_of(handler), requester_of(editor), people)


__all__ = ["SYSTEM", "Signing", "approver", "complete", "make_signing"]
