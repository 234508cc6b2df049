"""Who may see which rows of the registers (decisions on visibility: docs/permissions.md)."""

from typing import Any

from django.db.models import F, Q

from cms.core import clock, policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from cms.snippets import models
from cms.snippets.models import Isp, IspParty, IspVersion, Partner
from cms.storage.permissions import core_team

REGISTER, CONTENT = "read:register", "read:content"
RECEIPTS = "write:receipts"  # as cms.members.tokens has it, which stands above
RECEIVES = ("ig_lead", "operational_lead")
PEOPLE = "read:people"  # the scope of data about people, which no token is ever given (cms.members.tokens)
State = IspVersion.State
PUBLISHED = (State.IN_FORCE, State.SUPERSEDED)
UNPUBLISHED = (State.DRAFT, State.PEER_REVIEW, State.WITHDRAWN)


def everybody(rows: Any, requester: Requester) -> Any:
    """Reference data and the directory's headings: open to the public."""
    return rows


def members_only(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_member else rows.none()


def visible_partners(rows: Any, requester: Requester) -> Any:
    """Members see every organisation that is known; the public sees the framework's members, where published."""
    if requester.is_member:
        return rows
    if not CommunitySettings.load().public_partner_list:
        return rows.none()
    # A second row of a body is seen as the body is: what was signed may name it.
    member = Partner.Membership.MEMBER
    doubles = Partner.objects.filter(duplicate_of__membership=member).values("pk")
    return rows.filter(Q(membership=member, duplicate_of=None) | Q(pk__in=doubles))


def current_parts(partners: frozenset[int]) -> Any:
    """The parts that these partners play and have not left, whatever the version's state; also parts of bodies in whose
    place they stand."""
    today = clock.today()
    inherited = IspParty.objects.filter(
        version__isp__successions__successor__in=partners,
        version__isp__successions__predecessor=F("partner"),
        version__isp__successions__on__lte=today,
    )
    theirs = Q(partner__in=partners) | Q(pk__in=inherited.values("pk"))
    return IspParty.objects.filter(Q(left_on=None) | Q(left_on__gt=today), theirs)


def writes(requester: Requester) -> Q:
    """ISPs whose drafts a person writes: owner, deputy, who covers for them, IG lead of the lead partner."""
    if requester.user_id is None:
        return Q(pk__in=[])
    led = [partner for partner, role in requester.roles if role == "ig_lead"]
    person = requester.user_id
    # Owner and deputy lose their draft rights with their place at the lead partner.
    mine = Q(owner=person, lead__in=requester.partners) | Q(deputy=person, lead__in=requester.partners)
    for body, away in requester.covers:  # while somebody is away, who covers for them
        mine |= Q(lead=body) & (Q(owner=away) | Q(deputy=away))
    return mine | Q(lead__in=led)


def handles(requester: Requester) -> Q:
    """ISPs whose drafts a person works on: those who write them, and invited reviewers, who only read."""
    if requester.user_id is None or not requester.is_member:
        return writes(requester)
    reviewed = Isp.reviewers.through._default_manager.filter(user_id=requester.user_id).values("isp")
    return writes(requester) | Q(pk__in=reviewed)


def _by_visibility(requester: Requester, *, prefix: str = "") -> Q:
    """Published text: by the ISP's visibility."""
    visibility = f"{prefix}visibility"
    if not requester.is_member:
        open_register = CommunitySettings.load().public_register
        return Q(**{visibility: Isp.Visibility.PUBLIC}) if open_register else Q(pk__in=[])
    mine = current_parts(requester.partners).filter(version__state__in=PUBLISHED).values("version__isp")
    isp = f"{prefix}pk__in" if prefix else "pk__in"
    return (
        ~Q(**{visibility: Isp.Visibility.PARTIES}) | Q(**{isp: mine}) | Q(**{f"{prefix}lead__in": requester.partners})
    )


def visible_isps(rows: Any, requester: Requester) -> Any:
    """An ISP is seen through a version that is: published ones by visibility, others by who works on or signs them."""
    if requester.is_editor:
        return rows
    published = IspVersion.objects.filter(state__in=PUBLISHED).values("isp")
    out = current_parts(requester.partners).filter(version__state=State.OUT_FOR_SIGNATURE).values("version__isp")
    by_visibility = _by_visibility(requester) & Q(pk__in=published)
    return rows.filter(by_visibility | Q(pk__in=out) | handles(requester))


def visible_versions(rows: Any, requester: Requester) -> Any:
    if requester.is_editor:
        return rows
    handled = Isp.objects.filter(handles(requester)).values("pk")
    out = current_parts(requester.partners).filter(version__state=State.OUT_FOR_SIGNATURE).values("version")
    published = Q(state__in=PUBLISHED) & _by_visibility(requester, prefix="isp__")
    return rows.filter(published | Q(pk__in=out) | Q(isp__in=handled))


def of_visible_versions(rows: Any, requester: Requester) -> Any:
    return rows.filter(version__in=visible_versions(IspVersion.objects.all(), requester).values("pk"))


def visible_parties(rows: Any, requester: Requester) -> Any:
    """Seen only where both the version and the partner are."""
    partners = visible_partners(Partner.objects.all(), requester).values("pk")
    return of_visible_versions(rows, requester).filter(partner__in=partners)


def visible_bases(rows: Any, requester: Requester) -> Any:
    """The law behind an agreement is for members."""
    parties = visible_parties(IspParty.objects.all(), requester).values("pk")
    return members_only(rows, requester).filter(party__in=parties)


def members_of_visible_versions(rows: Any, requester: Requester) -> Any:
    return of_visible_versions(members_only(rows, requester), requester)


def visible_contacts(rows: Any, requester: Requester) -> Any:
    isps = visible_isps(Isp.objects.all(), requester).values("pk")
    return members_only(rows, requester).filter(isp__in=isps)


def visible_isp_files(rows: Any, requester: Requester) -> Any:
    """Files are for members; those for the parties only, for people of a party, the lead and the core team."""
    if not requester.is_member:
        return rows.none()
    found = of_visible_versions(rows, requester)
    if requester.is_editor:
        return found
    # Who is only written into a draft was not asked yet, and who stood in a withdrawn version never joined.
    parts = current_parts(requester.partners).exclude(version__state__in=UNPUBLISHED)
    mine = parts.values("version__isp")
    return found.filter(Q(parties_only=False) | Q(version__isp__in=mine) | Q(version__isp__lead__in=requester.partners))


def visible_aliases(rows: Any, requester: Requester) -> Any:
    return rows.filter(partner__in=visible_partners(Partner.objects.all(), requester).values("pk"))


def visible_partner_contacts(rows: Any, requester: Requester) -> Any:
    return visible_aliases(members_only(rows, requester), requester)


def visible_successions(rows: Any, requester: Requester) -> Any:
    """Seen only where both bodies are."""
    partners = visible_partners(Partner.objects.all(), requester).values("pk")
    return rows.filter(predecessor__in=partners, successor__in=partners)


def visible_editions(rows: Any, requester: Requester) -> Any:
    """The template is for everybody once it is published; what is being written is the core team's."""
    return rows if requester.is_editor else rows.filter(published_on__lte=clock.today())


def visible_clauses(rows: Any, requester: Requester) -> Any:
    editions = visible_editions(models.TemplateVersion.objects.all(), requester).values("pk")
    return rows.filter(template__in=editions)


def visible_packs(rows: Any, requester: Requester) -> Any:
    """What to ask others is open to everybody until it is withdrawn."""
    return rows if requester.is_editor else rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=clock.today()))


def visible_questions(rows: Any, requester: Requester) -> Any:
    return rows.filter(pack__in=visible_packs(models.QuestionPack.objects.all(), requester).values("pk"))


def visible_datasets(rows: Any, requester: Requester) -> Any:
    return members_only(rows, requester)


def registers_are_open() -> bool:
    """Whether the site shows the public any part of the registers."""
    shown = CommunitySettings.load()
    return bool(shown.public_register or shown.public_partner_list)


def visible_snapshots(rows: Any, requester: Requester) -> Any:
    """Members' snapshots for members; the public's for everybody, as long as the registers are open at all."""
    if requester.is_member:
        return rows
    return rows.filter(audience=models.RegisterSnapshot.Audience.PUBLIC) if registers_are_open() else rows.none()


def visible_snapshot_files(rows: Any, requester: Requester) -> Any:
    snapshots = visible_snapshots(models.RegisterSnapshot.objects.all(), requester)
    return rows.filter(snapshot__in=snapshots.values("pk"))


def can_record_arrival(requester: Requester, flow: Any) -> bool:
    """Say when a flow arrived: who runs the service or governs information at the recipient or the lead, the owner
    there, and the core team. A tool of the recipient with the scope for receipts: it knows what came in."""
    if requester.token_id is not None:
        return RECEIPTS in (requester.scopes or ()) and flow.recipient_id in requester.partners
    if requester.user_id is None:
        return requester.is_editor
    isp = flow.version.isp
    ends = {flow.recipient_id, isp.lead_id}
    mine = requester.user_id in (isp.owner_id, isp.deputy_id) and isp.lead_id in requester.partners
    return requester.is_editor or mine or any(requester.has_role(end, *RECEIVES) for end in ends)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_action("flow.record", can_record_arrival)
    policy.register_action("isp_file.look", core_team)
    for model in (
        models.Sector,
        models.Topic,
        models.Theme,
        models.GlossaryTerm,
        models.LegalGateway,
        models.LegalCondition,
        models.RegisterKey,
    ):
        policy.register_rows(model, everybody, scope=REGISTER)
    policy.register_rows(models.TemplateVersion, visible_editions, scope=REGISTER)
    policy.register_rows(models.TemplateClause, visible_clauses, scope=REGISTER)
    policy.register_rows(models.QuestionPack, visible_packs, scope=REGISTER)
    policy.register_rows(models.Question, visible_questions, scope=REGISTER)
    policy.register_rows(models.Benefit, members_only, scope=REGISTER)
    policy.register_rows(models.ExampleAgreement, members_only, scope=REGISTER)
    policy.register_rows(models.Dataset, visible_datasets, scope=REGISTER)
    policy.register_rows(Partner, visible_partners, scope=REGISTER)
    policy.register_rows(models.PartnerAlias, visible_aliases, scope=REGISTER)
    policy.register_rows(models.PartnerContact, visible_partner_contacts, scope=PEOPLE)
    policy.register_rows(models.Succession, visible_successions, scope=REGISTER)
    policy.register_rows(Isp, visible_isps, scope=REGISTER)
    policy.register_rows(IspVersion, visible_versions, scope=REGISTER)
    policy.register_rows(IspParty, visible_parties, scope=REGISTER)
    policy.register_rows(models.LegalBasis, visible_bases, scope=REGISTER)
    policy.register_rows(models.RegisterSnapshot, visible_snapshots, scope=REGISTER)
    policy.register_rows(models.SnapshotFile, visible_snapshot_files, scope=REGISTER)
    policy.register_rows(models.DataItem, of_visible_versions, scope=REGISTER)
    policy.register_rows(models.DataFlow, members_of_visible_versions, scope=REGISTER)
    policy.register_rows(models.IspFile, visible_isp_files, scope=REGISTER)
    policy.register_rows(models.IspContact, visible_contacts, scope=REGISTER)
