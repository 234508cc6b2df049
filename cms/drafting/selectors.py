"""Reading drafts: the task list, one step, and which drafts a person has to do with."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.drafting import helps, law
from cms.drafting.completeness import Gap, applies, brackets_in, gaps_of
from cms.drafting.models import DraftComment, PeerReview, StepSave
from cms.drafting.permissions import BEING_WRITTEN, STARTERS
from cms.drafting.revisions import revision_of
from cms.drafting.steps import BY_KEY, STEPS, Step
from cms.snippets.models import Isp, IspParty, IspVersion, LegalBasis, Partner, TemplateClause
from cms.snippets.permissions import writes

State = IspVersion.State
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class StepState:
    """One line of the task list. `state`: done, missing (begun), empty, optional (nothing needed there)."""

    step: Step
    state: str
    gaps: tuple[Gap, ...]
    revision: str
    open_comments: int
    saved_by_id: int | None = None
    saved_at: datetime.datetime | None = None


@dataclass
class Draft:
    """A version while it is written, as one requester sees it; afterwards with its comments, for those who look after
    the agreement. `pk` is the version's key. What costs queries is worked out when it is asked for."""

    by: Requester
    version: IspVersion
    is_open: bool
    can_write: bool
    can_comment: bool
    own_review_id: int | None
    steps: tuple[StepState, ...]
    gaps: tuple[Gap, ...]
    peer_review_ids: tuple[int, ...]

    @property
    def pk(self) -> int:
        return int(self.version.pk)

    @property
    def isp_id(self) -> int:
        return int(self.version.isp_id)

    @property
    def reference(self) -> str:
        return str(self.version.isp.reference)

    @property
    def template_id(self) -> int | None:
        found: int | None = self.version.template_id
        return found

    @cached_property
    def law(self) -> list["PartyLaw"]:
        return law_of(self.version, self.gaps)

    @cached_property
    def comment_ids(self) -> list[int]:
        return list(comments_of(self.by, self.version).values_list("pk", flat=True))

    @cached_property
    def gateway_helps(self) -> list[helps.GatewayHelp]:
        return helps.gateways_relied_on(self.by, self.version)

    @cached_property
    def overlaps(self) -> list[helps.Overlap]:
        return helps.overlaps(self.by, self.version)

    @cached_property
    def usual_items(self) -> list[str]:
        return helps.common_items(self.by, self.version)


@dataclass
class StepPage:
    """One step with what helps to answer it. `pk` is the version's key."""

    draft: Draft
    state: StepState

    @property
    def pk(self) -> int:
        return self.draft.pk

    @property
    def text(self) -> str:
        return str(getattr(self.draft.version, self.state.step.text)) if self.state.step.text else ""

    @property
    def unreplaced(self) -> list[str]:
        return brackets_in(self.text)

    @cached_property
    def clause(self) -> TemplateClause | None:
        return clause_of(self.draft.version, self.state.step.text)

    @cached_property
    def examples(self) -> list[helps.Example]:
        return helps.examples(self.draft.by, self.draft.version, self.state.step.text) if self.state.step.text else []

    @cached_property
    def comment_ids(self) -> list[int]:
        rows = comments_of(self.draft.by, self.draft.version, self.state.step.key)
        return list(rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class BasisQuestions:
    """A legal basis with the questions that apply to it; `pk` is the basis' key."""

    pk: int
    questions: tuple[str, ...]
    answered: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class PartyLaw:
    """The law of one party of a draft; `pk` is the party's key."""

    pk: int
    partner_id: int
    revision: str
    bases: tuple[BasisQuestions, ...]
    gaps: tuple[Gap, ...]
    first_questions: tuple[str, ...]


def draft_version(by: Requester, reference: str) -> IspVersion | None:
    """The version being written that the requester may see; else, for those who look after the agreement, the last."""
    if by.user_id is None:
        return None
    rows = visible(IspVersion.objects.all(), by).filter(isp__reference__iexact=reference.strip())
    rows = rows.select_related("isp__lead", "template")
    found: IspVersion | None = rows.filter(state__in=BEING_WRITTEN).first()
    if found is not None:
        return found if may(by, "draft.comment", found) or reads_drafts(by, found) else None
    last: IspVersion | None = rows.order_by("-number").first()
    if last is None or not visible(DraftComment.objects.all(), by).filter(version=last).exists():
        return None
    return last


def reads_drafts(by: Requester, version: IspVersion) -> bool:
    """Somebody whom the core team lets read drafts of this agreement, without being asked for a view."""
    if (
        not by.is_member
        or not Isp.reviewers.through._default_manager.filter(isp_id=version.isp_id, user_id=by.user_id).exists()
    ):
        return False
    # Who was let in to give a view reads it while they are asked: `draft.comment` says so.
    return not PeerReview.objects.filter(version=version, person=by.user_id, gave_access=True, ended_at=None).exists()


def draft_of(by: Requester, reference: str) -> Draft | None:
    """The task list of a draft; None where there is none that the requester may see."""
    version = draft_version(by, reference)
    if version is None:
        return None
    is_open = version.state in BEING_WRITTEN
    gaps = gaps_of(version) if is_open else []
    by_step: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_step[gap.step].append(gap)
    parties = list(version.parties.all())
    saves = {row.step.split(":")[0]: row for row in StepSave.objects.filter(version=version).order_by("at")}
    counts: dict[str, int] = defaultdict(int)
    threads = visible(DraftComment.objects.all(), by).filter(version=version, thread=None, resolved_at=None)
    for key in threads.values_list("step", flat=True):
        counts[key] += 1
    steps = tuple(
        _state(version, step, by_step[step.key], counts[step.key], saves.get(step.key))
        for step in STEPS
        if applies(step, parties)
    )
    reviews = visible(PeerReview.objects.all(), by).filter(version=version)
    own = reviews.filter(person=by.user_id, ended_at=None, partner__in=by.partners).values_list("pk", flat=True)
    return Draft(
        by=by,
        version=version,
        is_open=is_open,
        can_write=may(by, "draft.write", version),
        can_comment=may(by, "draft.comment", version),
        own_review_id=own.first() if is_open else None,
        steps=steps,
        gaps=tuple(gaps),
        peer_review_ids=tuple(reviews.values_list("pk", flat=True)),
    )


def step_page(by: Requester, reference: str, step: str) -> StepPage | None:
    """One step of a draft that is being written; None where it does not apply or may not be seen."""
    draft = draft_of(by, reference)
    state = next((one for one in draft.steps if one.step.key == step), None) if draft is not None else None
    return StepPage(draft, state) if draft is not None and state is not None else None


def _state(version: IspVersion, step: Step, gaps: list[Gap], comments: int, save: StepSave | None) -> StepState:
    begun = save is not None or _is_begun(version, step)
    full = "done" if begun or not step.optional else "optional"
    state = full if not gaps else "missing" if begun else "empty"
    revision = revision_of(version, step.key)
    by_id, at = (save.by_id, save.at) if save is not None else (None, None)
    return StepState(step, state, tuple(gaps), revision, comments, by_id, at)


def _is_begun(version: IspVersion, step: Step) -> bool:
    """Something was written here, beyond the words of the template."""
    if step.text:
        text = getattr(version, step.text)
        return bool(text.strip()) and not brackets_in(text)
    lists: dict[str, Any] = {
        "information": version.data_items,
        "flows": version.flows,
        "contacts": version.isp.contacts,
    }
    if step.key in lists:
        return bool(lists[step.key].exists())
    if step.key == "law":
        return LegalBasis.objects.filter(party__version=version).exists()
    return step.key == "title"


def clause_of(version: IspVersion, column: str) -> TemplateClause | None:
    """The template's clause with which this text of the version began."""
    if version.template_id is None or not column:
        return None
    found: TemplateClause | None = TemplateClause.objects.filter(template=version.template_id, section=column).first()
    return found


def law_of(version: IspVersion, gaps: tuple[Gap, ...]) -> list[PartyLaw]:
    """The law party by party, with what each basis is asked. Processors have none of their own."""
    parties = version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner__sector").order_by("pk")
    rows = list(parties.prefetch_related("bases__gateways", *[f"bases__{name}" for name in law.COLUMN]))
    special, criminal = law.data_of(version)
    care = law.involves_care({party.partner.sector.code for party in rows}, special)
    found = []
    for party in rows:
        own = tuple(gap for gap in gaps if gap.step == "law" and gap.party == party.partner.slug)
        sector = party.partner.sector.code
        asked = {"special": special, "criminal": criminal, "care": care}
        bases = [
            (basis, tuple(law.questions(basis, sector, **asked)))
            for basis in sorted(party.bases.all(), key=lambda basis: basis.pk)
        ]
        found.append(
            PartyLaw(
                pk=party.pk,
                partner_id=party.partner_id,
                revision=revision_of(version, "law", party.partner_id),
                bases=tuple(
                    BasisQuestions(
                        basis.pk,
                        asked_of,
                        tuple(one for one in asked_of if law.is_answered(basis, one)),
                        tuple(gap for gap in own if gap.purpose == basis.purpose),
                    )
                    for basis, asked_of in bases
                ),
                gaps=own,
                first_questions=tuple(law.questions(LegalBasis(), sector, **asked)),
            )
        )
    return found


def comments_of(by: Requester, version: IspVersion, step: str = "") -> Any:
    """First comments of threads, the oldest first; only of this step where one is given."""
    rows = visible(DraftComment.objects.all(), by).filter(version=version, thread=None)
    return rows.filter(step=step) if step in BY_KEY else rows


def drafts_written(by: Requester) -> Any:
    """Versions being written that the person may change; for the core team, those with an owner elsewhere too."""
    rows = visible(IspVersion.objects.all(), by).filter(state__in=BEING_WRITTEN)
    if by.is_editor:
        return rows
    return rows.filter(isp__in=Isp.objects.filter(writes(by)).values("pk"))


def views_asked_of(by: Requester) -> Any:
    """Requests for the person's own view that are open, the one due first."""
    if by.user_id is None:
        return PeerReview.objects.none()
    rows = visible(PeerReview.objects.all(), by).filter(person=by.user_id, ended_at=None)
    rows = rows.filter(version__state__in=BEING_WRITTEN, partner__in=by.partners)
    return rows.order_by("answer_by", "pk")


def may_start_for(by: Requester) -> Any:
    """Partners for which the person may start an agreement."""
    mine = {partner for partner, role in by.roles if role in STARTERS}
    rows = Partner.objects.filter(membership=Partner.Membership.MEMBER, can_sign=True, duplicate_of=None)
    return rows if by.is_editor else rows.filter(pk__in=mine & by.own_partners)


@dataclass(frozen=True, slots=True)
class Drafts:
    """Keys of what a person writes, is asked about, and may begin."""

    pk: int
    version_ids: tuple[int, ...]
    isp_ids: tuple[int, ...]
    review_ids: tuple[int, ...]
    partner_ids: tuple[int, ...]


def drafts_of(by: Requester) -> Drafts:
    """Empty for who is not signed in."""
    if by.user_id is None:
        return Drafts(0, (), (), (), ())
    written = list(drafts_written(by).order_by("isp__title", "pk").values_list("pk", "isp")[:MOST_LISTED])
    partners = may_start_for(by).order_by("name").values_list("pk", flat=True)
    return Drafts(
        pk=by.user_id,
        version_ids=tuple(pk for pk, _ in written),
        isp_ids=tuple(isp for _, isp in written),
        review_ids=tuple(views_asked_of(by).values_list("pk", flat=True)),
        partner_ids=tuple(partners[:MOST_LISTED]) if not by.is_editor else (),
    )
