"""Accept: what a person confirmed about a paper becomes an agreement of the register, or joins one that is there."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cms.audit import services as audit
from cms.core import clock, content_version, policy
from cms.core.errors import BadInput
from cms.core.partial_dates import PartialDate
from cms.core.requester import Requester
from cms.core.tabular.dates import printed_date
from cms.intake.guessing.dates import dates_in
from cms.intake.models import Decision, Guess, Paper
from cms.intake.permissions import bodies_of
from cms.intake.services.asking import decide, own_paper, standing_decision
from cms.intake.telling import tell_parties
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Isp, IspFile, IspParty, IspVersion, Theme
from cms.snippets.permissions import UNPUBLISHED, current_parts
from cms.snippets.search_isps import record_isps

NEW, EXISTING, OLDER = "new", "existing", "older"
LEFT_OUT = "none"  # the answer to "which partner is this?": not in the register
SOURCE = "brought in from an old agreement"
WHAT = "As brought in from an old agreement; the file is the agreement, and its text is not held here."
WHAT_NO_FILE = "Known by name: no file is held, and its text is not here."
NOT_CONFIRMED = " It was brought in by another partner, not by the one that leads it, who had not confirmed it then."
State = IspVersion.State


@dataclass(frozen=True, slots=True)
class Answers:
    """What the form says. Names are resolved by the register's rules; dates are as people write them.

    `choices` answers each open question by the key of its guess: a partner's slug, or "none" for one that is not in
    the register. `parties` are slugs that stay ticked; `others` are names that the person adds.
    """

    kind: str = NEW
    title: str = ""
    lead: str = ""
    parties: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    choices: dict[int, str] = field(default_factory=dict)
    reference: str = ""
    existing: str = ""
    theme: str = ""
    signed_on: str = ""
    starts_on: str = ""
    ends_on: str = ""
    review_on: str = ""


@transaction.atomic
def accept_paper(*, by: Requester, paper_id: int, revision: int, answers: Answers, submission_id: str) -> Decision:
    """Make the agreement, or attach the file to the one that it is. The same submission is accepted once.

    A new one is in force as imported, visible to its parties alone, with the file for the parties; their IG leads are
    told. Raises BadInput with `fields` while a question is open or an answer is no good, Conflict where somebody else
    was first, NotFound.
    """
    paper = own_paper(by, paper_id)
    standing = standing_decision(paper)
    if standing is not None and submission_id and standing.submission_id == submission_id[:64]:
        return standing
    paper = own_paper(by, paper_id, revision)
    checked = _Check(by, paper, answers)
    isp = checked.existing
    made = isp is None
    if isp is None:
        isp = _make(paper, checked, by)
        tell_parties(by, isp)
    file = _attach(paper, isp, older=answers.kind == OLDER, signed=checked.dates["signed_on"] is not None)
    decision = decide(
        paper,
        Decision.Kind.ACCEPTED,
        by,
        isp=isp,
        made_isp=made,
        isp_file=file,
        submission_id=submission_id[:64],
        answers=checked.kept(),
    )
    record_isps([isp.pk], "brought in")
    content_version.bump()
    audit.record(by, "intake.accepted", paper, label=f"{paper.pk} as {isp.reference}", after=checked.kept(),
                 organisation_id=paper.batch.partner_id)  # type: ignore[attr-defined]  # fmt: skip
    return decision


class _Check:
    """Every answer looked at, and all that is wrong said at once."""

    def __init__(self, by: Requester, paper: Paper, answers: Answers) -> None:
        self.by, self.paper, self.answers = by, paper, answers
        self.wrong: dict[str, list[str]] = {}
        self.names = NameIndex()
        self.title = " ".join(answers.title.split())
        self.dates = {name: self._day(name) for name in ("signed_on", "starts_on", "ends_on")}
        self.review = self._partial("review_on")
        self.existing: Isp | None = None
        self.parties = self._parties()
        self.lead = 0
        self.external = ""
        if answers.kind in (EXISTING, OLDER):
            self._same_as_known()
        elif answers.kind == NEW:
            self._new()
        else:
            self._say("kind", "Choose what it is.")
        if self.wrong:
            raise BadInput("Look at the answers that are marked.", fields=self.wrong)

    def _say(self, name: str, message: str) -> None:
        self.wrong.setdefault(name, []).append(message)

    # -- partners
    def _parties(self) -> list[int]:
        """Keys of the parties: ticked, chosen and added. Every open question must have an answer."""
        guesses = Guess.objects.filter(paper=self.paper, field=Guess.Field.PARTY)
        known = {guess.value for guess in guesses if guess.value}
        slugs: dict[str, None] = dict.fromkeys(slug for slug in self.answers.parties if slug in known)
        for guess in guesses:
            if guess.value:
                continue
            choice = self.answers.choices.get(guess.pk, "")
            if choice in self.names.keys:
                slugs[choice] = None
            elif choice != LEFT_OUT:
                self._say(f"choice_{guess.pk}", f"Choose which partner “{guess.printed}” is, or that it is not listed.")
        for text in self.answers.others:
            if slug := self._resolve(text, "others"):
                slugs[slug] = None
        return [self.names.keys[slug] for slug in slugs]

    def _resolve(self, text: str, field_name: str) -> str:
        name = " ".join(text.split())
        if not name:
            return ""
        if name in self.names.keys:
            return name
        found = self.names.resolve(name)
        if found.partner:
            return found.partner
        near = ", ".join(self.names.partners[slug].name for slug in found.candidates[:3])
        hint = f" Near it: {near}." if near else ""
        self._say(field_name, f"The register has no partner named “{name[:80]}”.{hint}")
        return ""

    # -- a new one
    def _new(self) -> None:
        if not 4 <= len(self.title) <= 250:
            self._say("title", "Give it a title, of 250 characters at most.")
        slug = self._resolve(self.answers.lead, "lead")
        if not self.answers.lead.strip():
            self._say("lead", "Say which partner leads it.")
        self.lead = self.names.keys.get(slug, 0)
        everybody = {self.lead, *self.parties} - {0}
        if not self.wrong and len(everybody) < 2:
            self._say("others", "An agreement has at least two partners. Add the others.")
        if not self.by.is_editor and not everybody & bodies_of(self.by):
            self._say("parties", "Your own organisation must be one of the partners. Else ask the core team.")
        starts, ends = self.dates["starts_on"], self.dates["ends_on"]
        if starts and ends and ends < starts:
            self._say("ends_on", "The end is before the start.")
        if (signed := self.dates["signed_on"]) and signed > clock.today():
            self._say("signed_on", "This day has not come yet.")
        theme = self.answers.theme
        self.theme = Theme.objects.filter(slug=theme).first() if theme else None
        if theme and self.theme is None:
            self._say("theme", "Choose a theme of the list.")
        self._new_reference()

    def _new_reference(self) -> None:
        """A reference that is taken by an agreement which the person may not see is left out, and nothing said of it:
        the row keeps what was typed."""
        text = " ".join(self.answers.reference.split())[:70]
        reference = f"paper:{text}" if text else ""
        same = Isp.objects.filter(external_reference=reference) if reference else Isp.objects.none()
        if policy.visible(same, self.by).exists():
            self._say("reference", "Another agreement has this reference. Is it the same one?")
        self.external = "" if same.exists() else reference

    # -- one that is there
    def _same_as_known(self) -> None:
        reference = self.answers.existing.strip().upper()
        isp = policy.visible(Isp.objects.all(), self.by).filter(reference=reference).first()
        if isp is None:
            self._say("existing", "There is no agreement with this reference, such as ISP-0042, that you may see.")
            return
        own = bodies_of(self.by)
        parts = current_parts(own).filter(version__isp=isp).exclude(version__state__in=UNPUBLISHED)
        if not self.by.is_editor and isp.lead_id not in own and not parts.exists():
            self._say("existing", "Your organisation has no part in this one. Ask the core team.")
        if not self.paper.has_file():
            self._say(
                "kind", "No file is held, so there is nothing to add to that agreement. Say it is the same as it."
            )
        self.existing = isp

    # -- dates
    def _partial(self, name: str) -> PartialDate | None:
        text = " ".join(str(getattr(self.answers, name)).split())
        if not text:
            return None
        try:
            return printed_date(text)
        except ValueError:
            found = [one.date for one in dates_in(text) if one.printed.casefold() == text.casefold()]
            if found:
                return found[0]
        self._say(name, "Write the date like 14 March 2018.")
        return None

    def _day(self, name: str) -> datetime.date | None:
        found = self._partial(name)
        if found is not None and found.day is None:
            self._say(name, "Write the whole date, like 14 March 2018, or leave it empty.")
            return None
        return found.first_day if found else None

    def kept(self) -> dict[str, Any]:
        """For the record: what was accepted, in plain values."""
        return {
            "kind": self.answers.kind,
            "title": self.title,
            "lead": self.lead,
            "parties": self.parties,
            "reference": self.answers.reference,
            "existing": self.existing.reference if self.existing else "",
            **{name: day.isoformat() if day else "" for name, day in self.dates.items()},
            "review_on": self.review.iso if self.review else "",
            "left_out": sorted(
                guess.printed
                for guess in Guess.objects.filter(paper=self.paper, field=Guess.Field.PARTY, value="")
                if self.answers.choices.get(guess.pk) == LEFT_OUT
            ),
        }


def _make(paper: Paper, checked: _Check, by: Requester) -> Isp:
    """As the importer makes one: in force, its text not held, no owner; but for its parties alone."""
    review = checked.review
    isp: Isp = Isp.objects.create(
        title=checked.title,
        theme=checked.theme,
        lead_id=checked.lead,
        visibility=Isp.Visibility.PARTIES,
        external_reference=checked.external,
        starts_on=checked.dates["starts_on"],
        ends_on=checked.dates["ends_on"],
        next_review_on=review.last_day if review else None,
        next_review_precision=review.precision if review else Isp.Precision.NONE,
        source=f"{SOURCE}: {paper.name}"[:250],
        source_row={
            "format": "paper",
            "paper": paper.pk,
            "accepted_by": by.user_id,
            "content": checked.kept(),
            "reference_taken": bool(checked.answers.reference.strip()) and not checked.external,
        },
    )
    confirmed = by.is_editor or checked.lead in bodies_of(by)
    version = IspVersion.objects.create(
        isp=isp,
        number=1,
        state=State.IN_FORCE,
        is_imported=True,
        what_changed=(WHAT if paper.has_file() else WHAT_NO_FILE) + ("" if confirmed else NOT_CONFIRMED),
        in_force_from=checked.dates["signed_on"] or checked.dates["starts_on"],
    )
    # No date of coverage, as with the register's rows: the paper says that they are covered, and the site says so.
    roles = {checked.lead: IspParty.Role.LEAD} | {
        pk: IspParty.Role.BOTH for pk in checked.parties if pk != checked.lead
    }
    IspParty.objects.bulk_create(
        IspParty(version=version, partner_id=pk, role=role, is_essential=role == IspParty.Role.LEAD)
        for pk, role in roles.items()
    )
    person = _person(by)
    isp.save_revision(user=person, clean=False)
    return isp


def _person(by: Requester) -> Any:
    users: Any = Decision._meta.get_field("by").related_model
    return users.objects.filter(pk=by.user_id).first() if by.user_id else None


def _attach(paper: Paper, isp: Isp, *, older: bool, signed: bool) -> IspFile | None:
    """The file joins the version in force, else the newest; for the parties alone until a person widens it."""
    if not paper.has_file():
        return None
    versions = IspVersion.objects.filter(isp=isp)
    version = versions.filter(state=State.IN_FORCE).first() or versions.order_by("-number").first()
    document = paper.readable or paper.document  # of a photograph, the PDF that everybody can open
    known = IspFile.objects.filter(version__isp=isp, document=document).first()
    if version is None or known is not None:
        return known
    title = f"{'An older version: ' if older else ''}{paper.name}"[:200]
    kind = IspFile.Kind.OTHER if older else IspFile.Kind.SIGNED if signed else IspFile.Kind.TEXT
    made: IspFile = IspFile.objects.create(
        version=version, document=document, title=title, kind=kind, parties_only=True
    )
    return made
