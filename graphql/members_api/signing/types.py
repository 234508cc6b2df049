"""Signing as the site shows it: plain answers of `cms.signing` that hold keys; the loader reads the rows as the reader.

Names of people are for people who are members: a tool gets who decided and when, never a name.
"""

from operator import attrgetter
from typing import Any

import graphene

from cms.core import clock
from cms.members.selectors import Person
from cms.signing import progress, sheet
from cms.signing.models import Accession, Advice, StuckRequest
from cms.snippets.models import Isp, IspVersion, Partner
from members_api.batch import Blocks, One
from members_api.enums import enum_of
from members_api.snippets import derived
from members_api.snippets.isps import IspType
from members_api.snippets.partners import PartnerType
from members_api.snippets.versions import Coverages, IspVersionState, IspVersionType, SignatureDecision

StuckKind = enum_of(StuckRequest.Kind, "StuckKind")


def day(moment: Any) -> Any:
    return moment.astimezone(clock.LONDON).date() if moment is not None else None


class SigningPartyType(graphene.ObjectType):
    """One party of a version: what it decided, or how long it has been asked."""

    shows = progress.PartyProgress
    id = graphene.ID(required=True)
    partner = graphene.Field(PartnerType)
    role_label = graphene.String(required=True)
    is_essential = graphene.Boolean(required=True)
    is_lead = graphene.Boolean(required=True)
    is_joining = graphene.Boolean(required=True, description="It joins what the others have signed already.")
    coverage = graphene.Field(Coverages, required=True)
    coverage_label = graphene.String(required=True)
    since = graphene.Date()
    waiting_days = graphene.Int(description="Since it was asked; null once it has decided.")
    has_approver = graphene.Boolean(required=True, description="Somebody is named who may sign for it.")
    asked = graphene.List(graphene.String, description="Names of who is asked. Empty for tools.")
    mailboxes = graphene.Int(required=True, description="Accounts that hold the role and cannot sign: shared ones.")
    decision = graphene.Field(SignatureDecision)
    decided_on = graphene.Date()
    decided_by = graphene.String(required=True, description="Empty for tools.")
    decided_by_job_title = graphene.String(required=True, description="Empty for tools.")
    reason = graphene.String(required=True, description="Its conditions, or why it declined.")
    on_paper = graphene.Boolean(required=True)
    has_scan = graphene.Boolean(required=True)
    signature_id = graphene.ID(description="Of a record on paper, for who may correct it.")
    last_reminded_on = graphene.Date(description="For those who may remind it.")
    remind_from = graphene.Date(description="The next day on which it may be reminded, where that is not today.")
    may_remind = graphene.Boolean(required=True)
    may_sign = graphene.Boolean(required=True)
    may_record = graphene.Boolean(required=True)
    still_on = graphene.Int(description="The number of the version before, which still covers it.")
    still_until = graphene.Date()
    leaves_on = graphene.Date()
    stuck_since = graphene.Date()
    paths = {"partner": One(Partner, attrgetter("partner_id"))}

    class Meta:
        name = "SigningParty"

    def resolve_id(self, info: Any) -> int:
        return int(self.pk)  # type: ignore[attr-defined]

    def resolve_coverage(self, info: Any) -> str:
        return str(self.coverage.state.value)

    def resolve_coverage_label(self, info: Any) -> str:
        return str(self.coverage.label)

    def resolve_since(self, info: Any) -> Any:
        return self.coverage.since

    def resolve_decision(self, info: Any) -> str | None:
        return str(self.signature.decision) if self.signature else None  # type: ignore[attr-defined]

    def resolve_decided_on(self, info: Any) -> Any:
        return self.signature.signed_on if self.signature else None  # type: ignore[attr-defined]

    def resolve_decided_by(self, info: Any) -> str:
        shown = self.signature is not None and derived.sees_people(info.context.requester)  # type: ignore[attr-defined]
        return str(self.signature.signatory_name) if shown else ""  # type: ignore[attr-defined]

    def resolve_decided_by_job_title(self, info: Any) -> str:
        shown = self.signature is not None and derived.sees_people(info.context.requester)  # type: ignore[attr-defined]
        return str(self.signature.signatory_job_title) if shown else ""  # type: ignore[attr-defined]

    def resolve_reason(self, info: Any) -> str:
        return str(self.signature.reason) if self.signature else ""  # type: ignore[attr-defined]

    def resolve_on_paper(self, info: Any) -> bool:
        return self.signature is not None and self.signature.method == "paper"  # type: ignore[attr-defined]

    def resolve_has_scan(self, info: Any) -> bool:
        return self.signature is not None and self.signature.scan_id is not None  # type: ignore[attr-defined]

    def resolve_signature_id(self, info: Any) -> Any:
        signature = self.signature  # type: ignore[attr-defined]
        mine = signature is not None and signature.method == "paper" and self.may_record
        return signature.pk if mine else None


class SigningProgressType(graphene.ObjectType):
    """How far the signing of one version is. `sentence` is the honest line: "In force. 8 of 9 covered."."""

    shows = progress.Progress
    isp = graphene.Field(IspType)
    number = graphene.Int(required=True)
    state = graphene.Field(IspVersionState, required=True)
    state_label = graphene.String(required=True)
    sentence = graphene.String(required=True)
    sent_out_on = graphene.Date()
    cut_off_on = graphene.Date(description="The last day of the version before, for who has not signed this one.")
    replaces = graphene.Int(description="The number of the version before, where it still covers somebody.")
    covered = graphene.Int(required=True)
    counted = graphene.Int(required=True)
    may_handle = graphene.Boolean(required=True, description="You look after this agreement.")
    parties = graphene.List(SigningPartyType)
    paths = {"isp": One(Isp, attrgetter("isp_id")), "parties": Blocks(attrgetter("parties"))}

    class Meta:
        name = "SigningProgress"


class StuckRequestType(graphene.ObjectType):
    """Somebody asked the core team for help with a signature."""

    shows = StuckRequest
    id = graphene.ID(required=True)
    kind_label = graphene.String(required=True)
    text = graphene.String(required=True)
    target_on = graphene.Date(required=True)
    asked_on = graphene.Date(required=True)
    isp = graphene.Field(IspType)
    partner = graphene.Field(PartnerType)
    paths = {
        "isp": One(Isp, attrgetter("party.version.isp_id")),
        "partner": One(Partner, attrgetter("party.partner_id")),
    }

    class Meta:
        name = "StuckRequest"

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())  # type: ignore[attr-defined]

    def resolve_asked_on(self, info: Any) -> Any:
        return day(self.asked_at)  # type: ignore[attr-defined]


class JoinRequestType(graphene.ObjectType):
    """A partner that asked to join an agreement in force."""

    shows = Accession
    id = graphene.ID(required=True)
    reason = graphene.String(required=True)
    asked_on = graphene.Date()
    isp = graphene.Field(IspType)
    partner = graphene.Field(PartnerType)
    paths = {"isp": One(Isp, attrgetter("version.isp_id")), "partner": One(Partner, attrgetter("partner_id"))}

    class Meta:
        name = "JoinRequest"

    def resolve_asked_on(self, info: Any) -> Any:
        return day(self.asked_at)  # type: ignore[attr-defined]


class SigningBoardType(graphene.ObjectType):
    """What waits for you, and whom you wait for."""

    shows = progress.Board
    mine = graphene.List(SigningPartyType, description="Parties that wait for your signature.")
    mine_count = graphene.Int(required=True)
    waiting = graphene.List(SigningProgressType, description="Versions that wait for somebody, the longest first.")
    stuck = graphene.List(StuckRequestType, description="What you asked the core team; all of it for the core team.")
    joining = graphene.List(JoinRequestType, description="Partners that ask to join what you look after.")
    paths = {
        "mine": Blocks(
            lambda board: [part for one in board.waiting for part in one.parties if part.pk in set(board.mine)]
        ),
        "waiting": Blocks(attrgetter("waiting")),
        "stuck": Blocks(attrgetter("stuck")),
        "joining": Blocks(attrgetter("joining")),
    }

    class Meta:
        name = "SigningBoard"

    def resolve_mine_count(self, info: Any) -> int:
        return len(self.mine)


class AdviceType(graphene.ObjectType):
    """What a data protection officer advised. It decides nothing."""

    shows = Advice
    text = graphene.String(required=True)
    adviser_name = graphene.String(required=True)
    given_on = graphene.Date(required=True)

    class Meta:
        name = "SigningAdvice"


class SignerType(graphene.ObjectType):
    """A named person who may commit the body."""

    shows = Person
    id = graphene.ID(required=True)
    name = graphene.String(required=True)

    class Meta:
        name = "PossibleSigner"

    def resolve_id(self, info: Any) -> int:
        return int(self.user_id)  # type: ignore[attr-defined]


class HandedType(graphene.ObjectType):
    """The request was handed to somebody else of the same body, for some days."""

    shows = sheet.Handed
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    ends_on = graphene.Date(required=True)
    reason = graphene.String(required=True)

    class Meta:
        name = "HandedRequest"

    def resolve_id(self, info: Any) -> int:
        return int(self.pk)  # type: ignore[attr-defined]


class NamedPartner(graphene.ObjectType):
    slug = graphene.String(required=True)
    name = graphene.String(required=True)


def named(pairs: list[tuple[str, str]]) -> list[NamedPartner]:
    return [NamedPartner(slug=slug, name=name) for slug, name in pairs]


class SignSheetType(graphene.ObjectType):
    """What you need to sign one version for one body. `boxes` are what you tick: nothing is ticked for you."""

    shows = sheet.Sheet
    isp = graphene.Field(IspType)
    version = graphene.Field(IspVersionType)
    progress = graphene.Field(SigningProgressType)
    party = graphene.Field(SigningPartyType)
    partner = graphene.Field(PartnerType)
    controller = graphene.String(required=True, description="Who is bound in law.")
    is_joining = graphene.Boolean(required=True)
    fingerprint = graphene.String(required=True, description="Of what you sign. Send it back as contentHash.")
    short = graphene.String(required=True)
    statement = graphene.List(graphene.String)
    boxes = graphene.List(graphene.String)
    not_signed = graphene.String(required=True)
    signs = graphene.String(required=True)
    job_title = graphene.String(required=True)
    why_not = graphene.String(required=True, description="Why you cannot sign here; empty where you can.")
    may_sign = graphene.Boolean(required=True)
    may_advise = graphene.Boolean(required=True)
    may_record = graphene.Boolean(required=True)
    may_leave = graphene.Boolean(required=True)
    is_adviser_too = graphene.Boolean(required=True, description="You are also its data protection officer.")
    opened = graphene.Boolean(required=True)
    who_may = graphene.List(graphene.String)
    advice = graphene.List(AdviceType)
    people = graphene.List(SignerType, description="To whom you may hand it.")
    handed = graphene.List(HandedType)
    others = graphene.List(NamedPartner, description="More bodies that you may sign for.")
    paths = {
        "isp": One(Isp, attrgetter("isp_id")),
        "version": One(IspVersion, attrgetter("version_id")),
        "partner": One(Partner, attrgetter("partner_id")),
        "progress": Blocks(lambda one: [one.progress]),
        "party": Blocks(lambda one: [one.part]),
        "advice": Blocks(attrgetter("advice")),
        "people": Blocks(attrgetter("people")),
        "handed": Blocks(attrgetter("handed")),
    }

    class Meta:
        name = "SignSheet"

    def resolve_party(self, info: Any) -> Any:
        return self.part  # type: ignore[attr-defined]

    def resolve_others(self, info: Any) -> list[NamedPartner]:
        return named(self.others)


class ToSignType(graphene.ObjectType):
    """One body that you may sign for. It can be ticked in the list once you have opened its text."""

    shows = sheet.ToSign
    party_id = graphene.ID(required=True)
    isp = graphene.Field(IspType)
    partner = graphene.Field(PartnerType)
    controller = graphene.String(required=True)
    number = graphene.Int(required=True)
    fingerprint = graphene.String(required=True)
    short = graphene.String(required=True)
    opened = graphene.Boolean(required=True)
    asked_on = graphene.Date()
    paths = {"isp": One(Isp, attrgetter("isp_id")), "partner": One(Partner, attrgetter("partner_id"))}

    class Meta:
        name = "ToSign"


class WillBeAskedType(graphene.ObjectType):
    shows = sheet.WillBeAsked
    partner = graphene.Field(PartnerType)
    can_sign = graphene.Boolean(required=True)
    names = graphene.List(graphene.String)
    mailboxes = graphene.Int(required=True)
    paths = {"partner": One(Partner, attrgetter("partner_id"))}

    class Meta:
        name = "WillBeAsked"


class SendingOutType(graphene.ObjectType):
    """A draft before it goes out for signature: what is missing, and who will be asked."""

    shows = sheet.Readiness
    isp = graphene.Field(IspType)
    number = graphene.Int(required=True)
    content_hash = graphene.String(required=True)
    missing = graphene.List(graphene.String, description="Party by party. It goes out when this is empty.")
    asked = graphene.List(WillBeAskedType)
    in_force = graphene.Int(description="The number of the version in force, which needs a last day.")
    paths = {"isp": One(Isp, attrgetter("isp_id")), "asked": Blocks(attrgetter("asked"))}

    class Meta:
        name = "SendingOut"


class JoiningType(graphene.ObjectType):
    """An agreement in force that partners may join."""

    shows = sheet.Joining
    isp = graphene.Field(IspType)
    number = graphene.Int(required=True)
    may_invite = graphene.Boolean(required=True)
    progress = graphene.Field(SigningProgressType)
    requests = graphene.List(JoinRequestType)
    mine = graphene.List(NamedPartner, description="Of your organisations, those for which you may ask.")
    paths = {
        "isp": One(Isp, attrgetter("isp_id")),
        "progress": Blocks(lambda one: [one.progress]),
        "requests": Blocks(attrgetter("requests")),
    }

    class Meta:
        name = "Joining"

    def resolve_mine(self, info: Any) -> list[NamedPartner]:
        return named(self.mine)
