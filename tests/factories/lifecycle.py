"""One agreement, the people around it, and every command that moves it: for walks nobody wrote down beforehand."""

import datetime
import random
from collections.abc import Callable
from typing import Any

from cms.core import clock
from cms.core.requester import ANONYMOUS, Requester
from cms.drafting.models import PeerReview
from cms.drafting.revisions import revision_of
from cms.drafting.services import comments, opening, peers, words
from cms.members import tokens
from cms.members.models import Membership, PartnerRole, User
from cms.members.selectors import requester_of
from cms.reviews import answers, triggers
from cms.reviews.checklist import BY_KEY
from cms.reviews.finishing import finish_review
from cms.reviews.models import ReviewTrigger
from cms.reviews.services import record_review
from cms.signing import services as signing
from cms.signing.amendments import services as amendments
from cms.signing.drafts import open_draft
from cms.signing.joining import shown_fingerprint
from cms.signing.models import Accession, AmendmentNotice, Delegation, Objection, Opening, Signature, StuckRequest
from cms.signing.services.decisions import PaperRow
from cms.snippets.models import Isp, IspParty, IspVersion, Partner
from tests.factories.registers import make_partner, make_role, make_user
from tests.factories.signing import approver, make_signing

State = IspVersion.State
DAY = datetime.timedelta(days=1)
KEEPERS = ("owner", "deputy", "handler", "editor")
SIGNERS = ("council", "trust", "college", "charity", "hospice")
# Who may do nothing here, whatever happens; `demoted` and `member` are people of a party and may report.
POWERLESS = ("visitor", "outsider", "token", "ended")
ONLY_REPORT = ("member", "demoted")
Command = Callable[[], Any]


class World:
    """A council's draft with a trust (essential), a college and a charity; a hospice may join. People by name."""

    def __init__(self) -> None:
        made = make_signing("trust", "college", "charity", essential=("trust",))
        self.isp_id = made.isp.pk
        self.users: dict[str, int] = {slug: user.pk for slug, user in made.people.items()}
        self.users |= {"handler": made.handler.user_id, "editor": made.editor.user_id}  # type: ignore[dict-item]
        council, trust, college = (Partner.objects.get(slug=slug) for slug in ("council", "trust", "college"))
        hospice, elsewhere = make_partner("hospice"), make_partner("elsewhere")
        self.users["hospice"] = approver(hospice).pk
        make_role(User.objects.get(pk=self.users["college"]), college, "dpo")
        for name, body, role in (
            ("owner", council, ""),
            ("deputy", council, ""),
            ("siro", trust, "siro"),
            ("member", trust, ""),
            ("demoted", trust, "isp_approver"),
            ("ended", trust, "isp_approver"),
            ("outsider", elsewhere, ""),
            ("peer", elsewhere, "ig_lead"),
        ):
            user = make_user(f"{name}.person@example.org", body, first_name=name.capitalize(), last_name="Example")
            self.users[name] = user.pk
            if role:
                make_role(user, body, role)
        yesterday = clock.today() - DAY
        gone = (self.users["ended"], self.users["demoted"])
        PartnerRole.objects.filter(user__in=gone).update(ends_on=yesterday)
        make_role(User.objects.get(pk=self.users["ended"]), council, "ig_lead", ends_on=yesterday)
        Membership.objects.filter(user=self.users["ended"]).update(ends_on=yesterday)
        Isp.objects.filter(pk=self.isp_id).update(owner=self.users["owner"], deputy=self.users["deputy"])
        self.version().isp.versions.update(purpose="To help.", retention="Two years.", security="Locked.")
        self.council = council
        self.people = sorted({*self.users, "visitor", "token"})

    def by(self, name: str) -> Requester:
        """The person's rights of this moment."""
        if name == "visitor":
            return ANONYMOUS
        if name == "token":
            mine = frozenset({self.council.pk})
            return Requester(
                partners=mine, acting_for=self.council.pk, token_id=1, scopes=frozenset(tokens.READ_SCOPES)
            )
        return requester_of(User.objects.get(pk=self.users[name]))

    def isp(self) -> Isp:
        return Isp.objects.get(pk=self.isp_id)

    def version(self, *states: str) -> IspVersion:
        """The newest version in one of these states, else the newest."""
        rows = IspVersion.objects.filter(isp=self.isp_id).select_related("isp").order_by("-number")
        return (rows.filter(state__in=states).first() if states else None) or rows[0]

    def parties(self, version: IspVersion) -> list[Any]:
        rows = version.parties.filter(left_on=None).select_related("partner", "version__isp")
        return list(rows.order_by("partner__slug"))


class Move:
    """One command by one person: `able` draws what should be accepted, otherwise anything may come."""

    def __init__(self, world: World, rng: random.Random, able: bool) -> None:
        self.world, self.rng, self.able = world, rng, able
        self.today = clock.today()

    def wrong(self, chance: float = 0.25) -> bool:
        return not self.able and self.rng.random() < chance

    def one(self, rows: Any) -> Any:
        """One of the rows in a fixed order; a row that is not there counts as such."""
        found = list(rows)
        return self.rng.choice(found) if found else None

    def key(self, rows: Any) -> int:
        row = None if self.wrong(0.1) else self.one(rows)
        return row.pk if row is not None else 10_000_001

    def text(self, text: str) -> str:
        return " " if self.wrong() else text

    def mark(self) -> str:
        """A submissionId: mostly a new one; without ability sometimes none, or one of a few that were used."""
        return self.rng.choice(("", "again", "x" * 70)) if self.wrong() else f"{self.rng.getrandbits(60):x}"

    def revision(self) -> int:
        return int(self.world.isp().lock_version) - self.wrong()

    def any_version(self, *states: str) -> int:
        if self.able:
            return int(self.world.version(*states).pk)
        return self.key(IspVersion.objects.filter(isp=self.world.isp_id).order_by("number"))

    def party(self, name: str, *states: str, decided: bool | None = None) -> Any:
        """The party that this person signs for, else one; with `able` one that has not decided, or has."""
        rows = self.world.parties(self.world.version(*(states or (State.OUT_FOR_SIGNATURE, State.IN_FORCE))))
        if self.able and decided is not None:
            done = set(Signature.objects.filter(voided_on=None).values_list("party", flat=True))
            rows = [row for row in rows if (row.pk in done) == decided] or rows
        slug = {"siro": "trust"}.get(name, name)
        mine = [row for row in rows if row.partner.slug == slug]
        return mine[0] if mine and self.rng.random() < (1 if self.able else 0.5) else self.one(rows)

    # signing

    def send_out(self, by: Requester, name: str) -> Command:
        cut = self.rng.choice((None, self.today + 30 * DAY, self.today - DAY if not self.able else None))
        version = self.any_version(State.DRAFT, State.PEER_REVIEW)
        seen = "0" * 64 if self.wrong(0.1) else ""
        return lambda: signing.send_out(by=by, version_id=version, cut_off_on=cut, seen_hash=seen)

    def withdraw(self, by: Requester, name: str) -> Command:
        version = self.any_version(State.OUT_FOR_SIGNATURE)
        return lambda: signing.withdraw(by=by, version_id=version, reason="A word was wrong")

    def open_draft(self, by: Requester, name: str) -> Command:
        version = self.any_version(State.IN_FORCE)
        return lambda: open_draft(by=by, version_id=version)

    def open_text(self, by: Requester, name: str) -> Command:
        party = self.party(name)
        seen = "1" * 64 if self.wrong() else shown_fingerprint(party, party.version)
        return lambda: signing.open_to_sign(by=by, party_id=party.pk, content_hash=seen)

    def sign(self, by: Requester, name: str) -> Command:
        party = self.party(name)
        shown = Opening.objects.filter(party=party, user=by.user_id).values_list("content_hash", flat=True)
        seen = "1" * 64 if self.wrong(0.1) else shown.first() or shown_fingerprint(party, party.version)
        if self.able and not shown.exists():
            return self.open_text(by, name)
        given = {
            "decision": self.rng.choice(("signed", "signed", "signed", "conditions", "declined")),
            "confirmed": not self.wrong(0.1),
            "reason": self.text("A report each year"),
            "submission_id": self.mark(),
        }
        return lambda: signing.sign(by=by, party_id=party.pk, content_hash=seen, **given)

    def _paper(self, party: Any) -> PaperRow:
        day = self.today - self.rng.randrange(4) * DAY + (DAY if self.wrong(0.1) else 0 * DAY) * 5
        if self.able and party.asked_on is not None:
            day = max(day, party.asked_on)  # nobody signed a text before they were asked to
        decision = self.rng.choice(("signed", "signed", "signed", "signed", "conditions", "declined"))
        return PaperRow(party.pk, self.text("Joy Example"), "Chief executive", day, decision, "As agreed")

    def record_signature(self, by: Requester, name: str) -> Command:
        row = self._paper(self.party(name, decided=False))
        return lambda: signing.record_signature(by=by, **_as_fields(row))

    def record_on_paper(self, by: Requester, name: str) -> Command:
        version = self.world.version(State.OUT_FOR_SIGNATURE, State.IN_FORCE)
        signed = Signature.objects.filter(voided_on=None).exclude(decision="declined").values_list("party", flat=True)
        rows = [self._paper(row) for row in self.world.parties(version) if not self.able or row.pk not in signed]
        chosen = rows if self.able else self.rng.sample(rows, self.rng.randint(0, len(rows)))
        return lambda: signing.record_on_paper(by=by, version_id=version.pk, rows=chosen)

    def correct_signature(self, by: Requester, name: str) -> Command:
        rows = Signature.objects.filter(party__version__isp=self.world.isp_id)
        if self.able:
            rows = rows.filter(
                voided_on=None, method="paper", party__version__state__in=(State.OUT_FOR_SIGNATURE, State.IN_FORCE)
            )
        old = self.one(rows.select_related("party").order_by("pk")) or Signature(pk=10_000_001, party=IspParty())
        row = _as_fields(self._paper(old.party))
        row.pop("party_id")
        return lambda: signing.correct_signature(by=by, signature_id=old.pk, why="A wrong name", **row)

    def hand_on(self, by: Requester, name: str) -> Command:
        party = self.party(name)
        to = self.world.users["siro" if self.able else self.rng.choice(sorted(self.world.users))]
        ends = self.today + self.rng.choice((3, 30, 100 if not self.able else 10)) * DAY
        return lambda: signing.hand_on(by=by, party_id=party.pk, to_id=to, reason=self.text("On leave"), ends_on=ends)

    def take_back(self, by: Requester, name: str) -> Command:
        row = self.key(Delegation.objects.order_by("-pk"))
        return lambda: signing.take_back(by=by, delegation_id=row)

    def note_advice(self, by: Requester, name: str) -> Command:
        party, text = self.party(name), self.text("The DPIA is sound.")
        return lambda: signing.note_advice(by=by, party_id=party.pk, text=text)

    def chase(self, by: Requester, name: str) -> Command:
        party = self.party("", decided=False)
        return lambda: signing.chase(by=by, party_id=party.pk)

    def say_stuck(self, by: Requester, name: str) -> Command:
        party, on = self.party(name), self.today + self.rng.choice((7, 7, 400 if not self.able else 8)) * DAY
        given = {"text": self.text("Nobody answers"), "target_on": on, "submission_id": self.mark(), "kind": "stuck"}
        return lambda: signing.say_stuck(by=by, party_id=party.pk, **given)

    def answer_stuck(self, by: Requester, name: str) -> Command:
        row, text = self.key(StuckRequest.objects.order_by("pk")), self.text("We rang them")
        return lambda: signing.answer_stuck(by=by, stuck_id=row, answer=text)

    # joining and leaving

    def ask_to_join(self, by: Requester, name: str) -> Command:
        slug = "hospice" if self.able else self.rng.choice(SIGNERS)
        given = {"version_id": self.any_version(State.IN_FORCE), "partner_id": Partner.objects.get(slug=slug).pk}
        reason, mark = self.text("We visit the same people"), self.mark()
        return lambda: signing.ask_to_join(by=by, **given, reason=reason, submission_id=mark)

    def invite_to_join(self, by: Requester, name: str) -> Command:
        slug = "hospice" if self.able else self.rng.choice((*SIGNERS, "elsewhere"))
        like = self.party("trust", State.IN_FORCE)
        given = {"version_id": self.any_version(State.IN_FORCE), "partner_id": Partner.objects.get(slug=slug).pk}
        mark, role = self.mark(), "lead" if self.wrong(0.1) else "both"
        return lambda: signing.invite_to_join(by=by, **given, like_party_id=like.pk, role=role, submission_id=mark)

    def refuse_to_join(self, by: Requester, name: str) -> Command:
        rows = Accession.objects.order_by("pk")
        row, because = self.key(rows.filter(party=None, refused_on=None) if self.able else rows), self.text("Not now")
        return lambda: signing.refuse_to_join(by=by, accession_id=row, because=because)

    def leave(self, by: Requester, name: str) -> Command:
        party, on = self.party(name, State.IN_FORCE), self.today + self.rng.choice((0, 5, 30, -1)) * DAY
        on = max(on, self.today) if self.able else on
        return lambda: signing.leave(by=by, party_id=party.pk, leaves_on=on, reason=self.text("It closes"))

    # notices of small changes

    def send_notice(self, by: Requester, name: str) -> Command:
        section = self.rng.choice(("retention", "purpose", "security", *(() if self.able else ("title", "necessity"))))
        changes = {section: self.text(f"New words {self.rng.randrange(1000)}.")}
        version = self.any_version(State.IN_FORCE)
        starts = self.rng.choice((None, None, self.today + 60 * DAY, None if self.able else self.today))
        return lambda: amendments.send_amendment(
            by=by, version_id=version, changes=changes, reason=self.text("Less is kept"), takes_effect_on=starts
        )

    def _notice(self) -> dict[str, Any]:
        rows = AmendmentNotice.objects.filter(isp=self.world.isp_id).order_by("number")
        rows = rows.filter(withdrawn_on=None, object_until__gte=self.today) if self.able else rows
        row = self.one(rows)
        return {"reference": self.world.isp().reference, "number": row.number if row and not self.wrong(0.1) else 99}

    def object(self, by: Requester, name: str) -> Command:
        notice, slug = self._notice(), name if name in SIGNERS and not self.wrong(0.3) else self.rng.choice(SIGNERS)
        return lambda: amendments.object_to_amendment(by=by, **notice, partner=slug, reason=self.text("Two years"))

    def take_back_objection(self, by: Requester, name: str) -> Command:
        rows = Objection.objects.order_by("pk")
        row = self.key(rows.filter(party__partner__slug=name, taken_back_on=None) if self.able else rows)
        return lambda: amendments.take_back_objection(by=by, objection_id=row)

    def answer_objection(self, by: Requester, name: str) -> Command:
        rows = Objection.objects.order_by("pk")
        row = self.key(rows.filter(taken_back_on=None, answered_on=None) if self.able else rows)
        return lambda: amendments.answer_objection(by=by, objection_id=row, answer=self.text("We talked"))

    def withdraw_notice(self, by: Requester, name: str) -> Command:
        notice = self._notice()
        return lambda: amendments.withdraw_amendment(by=by, **notice, reason=self.text("We were wrong"))

    # reviews

    def record_review(self, by: Requester, name: str) -> Command:
        given = {"submission_id": self.mark(), "expected_revision": self.revision(), "notes": self.text("A flow moved")}
        outcome = self.rng.choice(("unchanged", "needs_change", *(() if self.able else ("retire", ""))))
        next_day = self.rng.choice((None, self.today + 200 * DAY, None if self.able else self.today))
        reference = self.world.isp().reference
        return lambda: record_review(by=by, reference=reference, outcome=outcome, next_review=next_day, **given)

    def _finish(self, by: Requester, changed: dict[str, dict[str, str]], *, leave_out: int = 0) -> Command:
        """Answers saved page by page, then what follows from them."""
        reference, mark = self.world.isp().reference, self.mark()
        pages = {**{key: {"value": "yes"} for key in BY_KEY}, "next": {"on": ""}, **changed}
        kept = list(pages)[: len(pages) - (3 if self.wrong() else leave_out)]
        kept = ["used", "retire"] if "retire" in changed else kept
        for step in kept:
            saving = {"by": by, "reference": reference, "submission_id": "saving", "step": step}
            answers.save_answers(**saving, values=pages[step])
        revision = self.revision()
        return lambda: finish_review(by=by, reference=reference, submission_id=mark, expected_revision=revision)

    def review_unchanged(self, by: Requester, name: str) -> Command:
        return self._finish(by, {})

    def review_details(self, by: Requester, name: str) -> Command:
        people = {"owner": str(self.world.users["owner"]), "deputy": str(self.world.users["deputy"])}
        contact = {"role0": "Duty officer", "phone0": f"01632 960{self.rng.randrange(100, 999)}"}
        return self._finish(by, {"contacts": {"value": "change"}, "contacts-change": {**people, **contact}})

    def review_notice(self, by: Requester, name: str) -> Command:
        words = {"purpose": f"To help, {self.rng.randrange(1000)}.", "reason": self.text("Plainer")}
        return self._finish(by, {"purpose": {"value": "words"}, "words": words})

    def review_version(self, by: Requester, name: str) -> Command:
        return self._finish(by, {"law": {"value": "other", "why": self.text("A new Act")}})

    def review_retire(self, by: Requester, name: str) -> Command:
        on = self.today + self.rng.choice((0, 10, 60)) * DAY
        retire = {"on": on.isoformat(), "reason": self.text("Nobody uses it")}
        return self._finish(by, {"used": {"value": "no"}, "retire": retire})

    def report(self, by: Requester, name: str) -> Command:
        kind = "guidance" if self.wrong() else self.rng.choice(("breach", "complaint", "law"))
        given = {"kind": kind, "what": self.text("A letter went astray"), "submission_id": self.mark()}
        reference = self.world.isp().reference
        return lambda: triggers.open_trigger(by=by, reference=reference, **given)

    def decide_report(self, by: Requester, name: str) -> Command:
        rows = ReviewTrigger.objects.order_by("pk")
        row = self.key(rows.filter(done_on=None, taken_up_on=None) if self.able else rows)
        take_up = self.rng.random() < 0.5
        return lambda: triggers.decide_trigger(
            by=by, trigger_id=row, take_up_now=take_up, answer=self.text("It was settled")
        )

    # drafting

    def start_draft(self, by: Requester, name: str) -> Command:
        given = {"submission_id": self.mark(), "partner": "council", "title": self.text("Another agreement")}
        return lambda: opening.start_draft(by=by, **given)

    def next_version(self, by: Requester, name: str) -> Command:
        reference = self.world.isp().reference
        return lambda: opening.start_next_version(by=by, reference=reference)

    def save_text(self, by: Requester, name: str) -> Command:
        version, step = self.world.version(State.DRAFT, State.PEER_REVIEW), self.rng.choice(("purpose", "necessity"))
        expected = "0" * 16 if self.wrong() else revision_of(version, step)
        given = {"reference": version.isp.reference, "step": step, "expected": expected}
        return lambda: words.save_text(by=by, **given, text=f"Words {self.rng.randrange(1000)}.")

    def comment(self, by: Requester, name: str) -> Command:
        reference = self.world.isp().reference
        return lambda: comments.add_comment(
            by=by, reference=reference, step="purpose", text=self.text("Why?"), submission_id=self.mark()
        )

    def ask_for_view(self, by: Requester, name: str) -> Command:
        partner = "council" if self.wrong() else "elsewhere"
        on, reference = self.today + self.rng.choice((14, 14 if self.able else 0)) * DAY, self.world.isp().reference
        return lambda: peers.ask_for_view(by=by, reference=reference, partner=partner, answer_by=on)

    def give_view(self, by: Requester, name: str) -> Command:
        row, view = self.key(PeerReview.objects.order_by("-pk")[:1]), "" if self.wrong() else PeerReview.View.values[0]
        return lambda: peers.give_view(by=by, review_id=row, view=view)

    def stop_asking(self, by: Requester, name: str) -> Command:
        row = self.key(PeerReview.objects.order_by("-pk")[:1])
        return lambda: peers.stop_asking(by=by, review_id=row)


def _as_fields(row: PaperRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PaperRow.__slots__}


__all__ = ["KEEPERS", "ONLY_REPORT", "POWERLESS", "SIGNERS", "Move", "World"]
