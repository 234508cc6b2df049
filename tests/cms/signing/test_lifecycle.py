"""Random commands by random people, on random days: the invariants hold, and a refused command changes nothing.

A walk is a list of numbers: each seeds one step, and 0 is no step, so that a failing walk shrinks to the steps that
matter. `LIFECYCLE_EXAMPLES=400 pytest -s tests/cms/signing/test_lifecycle.py` walks longer and prints what was done.
"""

import datetime
import os
import random
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from cms.core import clock
from cms.core.errors import DomainError
from cms.drafting.services.peers import ask_for_view
from cms.members.models import User
from cms.signing.amendments.services import send_amendment
from cms.signing.coverage import CoverageState
from cms.signing.joining import fingerprint
from cms.signing.models import Accession, Delegation, Signature
from cms.signing.selectors import coverages_of_rows
from cms.signing.services import record_on_paper, send_out
from cms.signing.services.decisions import PaperRow
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.services import content_hash, signed_part
from tests.factories.lifecycle import KEEPERS, ONLY_REPORT, POWERLESS, Move, World

pytestmark = pytest.mark.django_db
State = IspVersion.State
START = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
DRILL = int(os.environ.get("LIFECYCLE_EXAMPLES", "0"))
STEPS = 40
SIGN = ("council", "trust", "college", "charity")

# Each command, who may give it, and how often it is tried in each state of the newest version.
COMMANDS: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {
    "send_out": (KEEPERS, {"draft": 6, "peer_review": 4}),
    "withdraw": (KEEPERS, {"out_for_signature": 1}),
    "open_draft": (KEEPERS, {"withdrawn": 6, "in_force": 2}),
    "next_version": (KEEPERS, {"withdrawn": 2, "in_force": 1}),
    "open_text": ((*SIGN, "hospice"), {"out_for_signature": 2, "in_force": 1}),
    "sign": ((*SIGN, "siro"), {"out_for_signature": 12, "in_force": 4}),
    "record_signature": ((*KEEPERS, *SIGN), {"out_for_signature": 4, "in_force": 2}),
    "record_on_paper": (KEEPERS, {"out_for_signature": 3}),
    "correct_signature": ((*KEEPERS, *SIGN), {"out_for_signature": 2, "in_force": 2}),
    "hand_on": (("trust",), {"out_for_signature": 2, "in_force": 1}),
    "take_back": (("trust", "siro"), {"out_for_signature": 2, "in_force": 1}),
    "note_advice": (SIGN, {"out_for_signature": 1, "in_force": 1}),
    "chase": (KEEPERS, {"out_for_signature": 2, "in_force": 1}),
    "say_stuck": ((*KEEPERS, *SIGN), {"out_for_signature": 2, "in_force": 1}),
    "answer_stuck": (("editor",), {"out_for_signature": 1, "in_force": 1}),
    "ask_to_join": (("hospice",), {"in_force": 4}),
    "invite_to_join": (KEEPERS, {"in_force": 2}),
    "refuse_to_join": (KEEPERS, {"in_force": 3}),
    "leave": (("college", "charity", "trust", "editor"), {"in_force": 2}),
    "send_notice": (KEEPERS, {"in_force": 4}),
    "object": (("trust", "college", "charity"), {"in_force": 4}),
    "take_back_objection": (("trust", "college", "charity"), {"in_force": 4}),
    "answer_objection": (KEEPERS, {"in_force": 3}),
    "withdraw_notice": (KEEPERS, {"in_force": 2}),
    "record_review": (KEEPERS, {"in_force": 2}),
    "review_unchanged": (KEEPERS, {"in_force": 2}),
    "review_details": (KEEPERS, {"in_force": 2}),
    "review_notice": (KEEPERS, {"in_force": 2}),
    "review_version": (KEEPERS, {"in_force": 2}),
    "review_retire": (KEEPERS, {"in_force": 1}),
    "report": ((*KEEPERS, *SIGN, *ONLY_REPORT), {"in_force": 3}),
    "decide_report": (KEEPERS, {"in_force": 2}),
    "start_draft": (("handler", "council", "editor"), {"draft": 1, "in_force": 1}),
    "save_text": (KEEPERS, {"draft": 2, "peer_review": 1}),
    "comment": (KEEPERS, {"draft": 1, "peer_review": 1}),
    "ask_for_view": (KEEPERS, {"draft": 3}),
    "give_view": (("peer",), {"peer_review": 6}),
    "stop_asking": (KEEPERS, {"peer_review": 1}),
}
FIRST = {  # what has to be done before
    "take_back": [("hand_on", "trust")],
    "answer_stuck": [("say_stuck", "trust")],
    "refuse_to_join": [("ask_to_join", "hospice")],
    "sign": [("open_text", "charity")],
    "object": [("send_notice", "owner")],
    "take_back_objection": [("send_notice", "owner"), ("object", "trust")],
    "answer_objection": [("send_notice", "owner"), ("object", "trust")],
    "withdraw_notice": [("send_notice", "owner")],
    "decide_report": [("report", "college")],
}
BY = {"sign": "charity", "take_back": "trust", "take_back_objection": "trust", "object": "trust"}
STARTS = {"draft": "draft", "peer_review": "asked", "out_for_signature": "out", "in_force": "signed"}
MEANT_FOR_ANYBODY = {"report"}  # people of a party
OWN_RECORD = {"open_text", "sign"}  # an opening is its own record of who was shown which words, and when
WHILE_IT_LASTS = {  # nobody begins any of these once the agreement is retired
    *("send_out", "open_draft", "open_text", "chase", "sign", "ask_to_join", "invite_to_join", "send_notice"),
    *(
        "record_signature",
        "record_on_paper",
        "correct_signature",
        "report",
        "record_review",
        "review_unchanged",
        "review_notice",
        "review_version",
        "review_retire",
    ),
}
MOVES = {  # where a version may go from a state
    "draft": {"peer_review", "out_for_signature"},
    "peer_review": {"draft", "out_for_signature"},
    "out_for_signature": {"in_force", "withdrawn"},
    "in_force": {"superseded"},
    "superseded": set(),
    "withdrawn": set(),
}
WATCHED = ("snippets", "signing", "reviews", "drafting", "audit", "notifications")
KEPT = {
    *("snippets.isp", "snippets.ispversion", "audit.auditevent", "notifications.notification"),
    *("signing.signature", "signing.amendmentnotice", "signing.amendmentchange", "signing.objection"),
    *("signing.accession", "signing.leaving", "signing.opening", "signing.delegation", "signing.advice"),
    *("signing.chase", "signing.stuckrequest", "signing.sendingout", "reviews.review", "reviews.reviewtrigger"),
    *("drafting.draftcomment", "drafting.peerreview", "drafting.draftstart", "snippets.ispparty"),
}
VOIDING = {"voided_on", "voided_by_id", "void_reason", "replaces_id", "scan_id"}
Rows = dict[str, dict[Any, tuple[Any, ...]]]


def models() -> list[Any]:
    return [one for label in WATCHED for one in apps.get_app_config(label).get_models(include_auto_created=True)]


def rows_now() -> Rows:
    """Every row of every table that a command might touch: {model: {key: columns}}."""
    return {
        model._meta.label_lower: {row[0]: row[1:] for row in model._base_manager.values_list("pk", *columns(model))}
        for model in models()
    }


def columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


class Walk:
    def __init__(self, world: World, travel: Any, done: Counter[tuple[str, bool]], say: Any) -> None:
        self.world, self.travel, self.done, self.say = world, travel, done, say
        self.rows = rows_now()
        self.accepted: Counter[str] = Counter()

    def step(self, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 - a walk, not a secret
        if rng.random() < 0.12:
            days = rng.choice((1, 1, 3, 10, 30))
            self.say(f"{days} days pass")
            self.travel.shift(days * DAY)
            self.hold()
            return
        state = self.world.version().state
        likely = {
            name: weights[state] / (1 + 2 * self.accepted[name])  # rather what this walk has not done yet
            for name, (_, weights) in COMMANDS.items()
            if state in weights
        }
        name = rng.choices(list(likely), list(likely.values()))[0] if likely and rng.random() < 0.8 else None
        name = name or rng.choice(list(COMMANDS))
        able = rng.random() < 0.7
        person = rng.choice(COMMANDS[name][0] if able else self.world.people)
        self.command(name, person, rng, able)

    def command(self, name: str, person: str, rng: random.Random, able: bool) -> bool:
        before, retired = self.rows, (self.world.isp().retired_on or datetime.date.max) <= clock.today()
        try:
            with transaction.atomic():  # what it takes to come so far: the pages of a review saved one by one
                act = getattr(Move(self.world, rng, able), name)(self.world.by(person), person)
            before = rows_now() if name.startswith("review_") else before
            act()
            accepted = True
        except DomainError as error:
            accepted = False
            self.say(f"{clock.today()} {person}: {name} refused: {error}")
        self.done[(name, accepted)] += 1
        self.accepted[name] += accepted
        self.rows = rows_now()
        changed = [label for label, rows in self.rows.items() if rows != before[label]]
        if not accepted:
            assert not changed, f"{name} by {person} was refused and changed {changed}"
            return False
        self.say(f"{clock.today()} {person}: {name} done: {changed}")
        assert person not in POWERLESS, f"{person} did {name}"
        assert not retired or name not in WHILE_IT_LASTS, f"{name} of a retired agreement"
        assert person not in ONLY_REPORT or name in MEANT_FOR_ANYBODY, f"{person} did {name}"
        events = len(self.rows["audit.auditevent"]) - len(before["audit.auditevent"])
        only_opened = name in OWN_RECORD and changed == ["signing.opening"]
        assert events > 0 or not changed or only_opened, f"{name} by {person} changed {changed} unrecorded"
        self.follows(before)
        self.hold()
        return True

    def follows(self, before: Rows) -> None:
        """What may come after what was: nothing goes, what was decided stays, states and numbers go forward."""
        for label in KEPT:
            gone = set(before[label]) - set(self.rows[label])
            if label == "snippets.ispparty":  # a draft's parties may be changed; of a frozen version nobody goes
                frozen = {
                    pk for pk, row in before["snippets.ispversion"].items() if cell(IspVersion, row, "content_hash")
                }
                gone = {pk for pk in gone if cell(IspParty, before[label][pk], "version_id") in frozen}
            assert not gone, f"{label} {gone} deleted"
        for pk, row in before["audit.auditevent"].items():
            assert self.rows["audit.auditevent"][pk] == row
        fixed = [at for at, name in enumerate(columns(Signature)) if name not in VOIDING]
        for pk, row in before["signing.signature"].items():
            now = self.rows["signing.signature"][pk]
            assert [row[at] for at in fixed] == [now[at] for at in fixed], "a decision was rewritten"
            void = cell(Signature, row, "voided_on")
            assert void is None or void == cell(Signature, now, "voided_on"), "a void decision came back"
        highest: dict[int, int] = {}
        for pk, row in before["snippets.ispversion"].items():
            was, now = (cell(IspVersion, one, "state") for one in (row, self.rows["snippets.ispversion"][pk]))
            assert was == now or now in MOVES[was], f"from {was} to {now}"
            isp, number = cell(IspVersion, row, "isp_id"), cell(IspVersion, row, "number")
            highest[isp] = max(highest.get(isp, 0), number)
        for pk in set(self.rows["snippets.ispversion"]) - set(before["snippets.ispversion"]):
            row = self.rows["snippets.ispversion"][pk]
            assert cell(IspVersion, row, "number") == highest.get(cell(IspVersion, row, "isp_id"), 0) + 1
        references = {pk: cell(Isp, row, "reference") for pk, row in before["snippets.isp"].items()}
        now_held = {pk: cell(Isp, row, "reference") for pk, row in self.rows["snippets.isp"].items()}
        assert all(now_held[pk] == reference for pk, reference in references.items())
        assert len(set(now_held.values())) == len(now_held), "a reference was used again"
        for pk in set(self.rows["signing.signature"]) - set(before["signing.signature"]):
            self.signed_by_who_may(Signature.objects.get(pk=pk))

    def signed_by_who_may(self, made: Signature) -> None:
        """Told from the world's own list of people, not from the rules of the site."""
        assert made.signed_on <= clock.today()
        body, users = made.party.partner.slug, self.world.users
        if made.method == Signature.Method.PAPER:
            assert made.recorded_by_id in {users[name] for name in (*KEEPERS, body, "siro")}
            return
        handed = Delegation.objects.filter(party=made.party_id, to=made.signatory_id).exclude(
            starts_on__gt=clock.today()
        )
        siro = body == "trust" and made.signatory_id == users["siro"] and handed.exists()
        assert siro or made.signatory_id == users[body], f"{User.objects.get(pk=made.signatory_id)} signed for {body}"

    def hold(self) -> None:
        """The invariants of this moment."""
        today = clock.today()
        versions = list(IspVersion.objects.select_related("isp", "template").filter(isp=self.world.isp_id))
        states = Counter(version.state for version in versions)
        assert states[State.IN_FORCE] <= 1
        assert states[State.DRAFT] + states[State.PEER_REVIEW] + states[State.OUT_FOR_SIGNATURE] <= 1
        parties = list(IspParty.objects.filter(version__in=versions).select_related("version__isp", "partner"))
        standing: dict[int, list[Signature]] = {}
        for signature in Signature.objects.filter(voided_on=None, party__in=parties):
            standing.setdefault(signature.party_id, []).append(signature)
        for version in versions:
            if version.state in IspVersion.FROZEN:
                assert version.content_hash == content_hash(version), f"{version} is not what was sent out"
        joined = {row.party_id: row for row in Accession.objects.exclude(party=None)}
        for party in parties:
            rows = standing.get(party.pk, [])
            assert len(rows) <= 1, "two decisions stand"
            assert not rows or party.version.state in (State.OUT_FOR_SIGNATURE, State.IN_FORCE, State.SUPERSEDED)
            shown = party.version.content_hash
            if party.acceding:
                shown = joined[party.pk].content_hash
                assert shown == fingerprint(joined[party.pk].content), "an addition was changed"
                assert joined[party.pk].content["party"] == signed_part(party), "a joined party's own part was changed"
            assert all(row.content_hash == shown for row in rows), "a signature stands on other words"
            needed = party.is_essential or party.partner_id == party.version.isp.lead_id
            if party.version.state == State.IN_FORCE and needed and party.left_on is None:
                assert rows, "in force without it"
                assert rows[0].decision != "declined", "in force though it declined"
        self.covered(parties, standing, today)

    def covered(self, parties: list[Any], standing: dict[int, list[Signature]], today: datetime.date) -> None:
        twice: Counter[str] = Counter()
        for party, coverage in (
            (party, found[party.pk]) for found in [coverages_of_rows(parties)] for party in parties
        ):
            assert coverage.state in CoverageState
            if not coverage.covers:
                continue
            twice[party.partner.slug] += 1
            version, isp = party.version, party.version.isp
            assert version.state in (State.IN_FORCE, State.SUPERSEDED)
            assert isp.retired_on is None or isp.retired_on > today
            assert party.left_on is None or party.left_on > today
            decision = standing[party.pk][0]
            assert decision.decision != "declined"
            assert coverage.since is not None
            assert coverage.since <= today
            assert coverage.since == max(decision.signed_on, version.in_force_from), "not from its own day"
        assert all(count == 1 for count in twice.values()), f"covered twice: {twice}"


def cell(model: Any, row: tuple[Any, ...], name: str) -> Any:
    return row[columns(model).index(name)]


@pytest.fixture
def world():
    with time_machine.travel(START, tick=False):
        yield World()


def begin(world: World, start: str) -> None:
    """As a draft, asked for a view, out for signature, or in force without the charity (noticed, or soon retired)."""
    if start == "asked":
        answer_by = clock.today() + 14 * DAY
        given = {"reference": world.isp().reference, "partner": "elsewhere", "answer_by": answer_by}
        ask_for_view(by=world.by("handler"), **given)
    if start not in ("out", "signed", "noticed", "retired"):
        return
    version = send_out(by=world.by("handler"), version_id=world.version().pk)
    if start == "out":
        return
    day, parties = clock.today(), [row for row in world.parties(version) if row.partner.slug != "charity"]
    rows = [PaperRow(row.pk, "Joy Example", "", day) for row in parties]
    record_on_paper(by=world.by("handler"), version_id=version.pk, rows=rows)
    if start == "noticed":
        changes = {"retention": "One year."}
        send_amendment(by=world.by("owner"), version_id=version.pk, changes=changes, reason="Less is kept")
    if start == "retired":
        Isp.objects.filter(pk=world.isp_id).update(retired_on=clock.today() + 3 * DAY)


def test_random_commands_by_random_people_keep_the_invariants_and_a_refusal_changes_nothing(world):
    done: Counter[tuple[str, bool]] = Counter()

    @settings(
        max_examples=DRILL or 6,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, *([Phase.shrink] if DRILL else [])),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        start=st.sampled_from(("draft", "asked", "out", "signed", "noticed", "retired")),
        steps=st.lists(st.integers(0, 2**40), min_size=STEPS, max_size=STEPS + 20 * bool(DRILL)),
    )
    def walk(start: str, steps: list[int]) -> None:
        with time_machine.travel(START, tick=False) as travel, transaction.atomic():
            begin(world, start)
            walking = Walk(world, travel, done, note)
            for seed in filter(None, steps):
                walking.step(seed)
            transaction.set_rollback(True)

    walk()
    for name, (people, weights) in COMMANDS.items():  # each command by who may, when it is its turn
        states = [state for state in STARTS if state in weights]
        with time_machine.travel(START, tick=False) as travel, transaction.atomic():
            begin(world, STARTS["in_force" if "in_force" in states else states[0]])
            walking = Walk(world, travel, done, say=lambda text: None)
            for at, (first, person) in enumerate((*FIRST.get(name, ()), (name, BY.get(name, people[0])))):
                assert walking.command(first, person, random.Random(at), able=True), f"{first} before {name}"  # noqa: S311
            transaction.set_rollback(True)
    with time_machine.travel(START, tick=False) as travel, transaction.atomic():
        begin(world, "signed")
        walking = Walk(world, travel, done, say=lambda text: None)
        for at, name in enumerate(COMMANDS):  # each command once by somebody who may do nothing
            walking.command(name, POWERLESS[at % len(POWERLESS)], random.Random(at), able=True)  # noqa: S311
        transaction.set_rollback(True)
    if DRILL:
        for name in COMMANDS:
            print(f"{name:22}{done[(name, True)]:7} accepted {done[(name, False)]:7} refused")  # noqa: T201
    never = [(name, accepted) for name in COMMANDS for accepted in (True, False) if not done[(name, accepted)]]
    assert not never, f"never (accepted, or refused): {never}"
