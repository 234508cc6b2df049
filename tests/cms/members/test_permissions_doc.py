"""docs/permissions.md is held to the code: each rule has a row, each row a rule, each cell the code's own answer."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from cms.community.models import SupportCase
from cms.core import clock, policy
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.drafting.models import PeerReview
from cms.forum.models import Space
from cms.joining.models import Sponsor
from cms.members.models import ApiToken, Departure, Membership, PartnerRole, RoleOffer, RoleOfferAnswer
from cms.members.selectors import requester_of
from cms.members.services import invite
from cms.members.tokens import SCOPES
from cms.reorganisation.models import Reorganisation
from cms.saved_searches.models import SavedSearch
from cms.snippets.models import DataFlow, IspParty, PartnerContact
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.registers import make_dataset, make_isp

pytestmark = pytest.mark.django_db
DOC = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"
WHO = (
    "visitor",
    "token",
    "member",
    "owner",
    "IG lead",
    "ISP approver",
    "partner lead",
    "management group",
    "core team",
)


# What a body does by itself: the key says which.
OF_A_BODY = ("charter.record_paper", "charter.sign", "charter.withdraw", "sponsor.name")
# What is asked of one party of a version that is out for signature.
SIGNING = (
    *("party.advise", "party.chase", "party.hand_on", "party.leave", "party.sign"),
    *("signature.correct", "signature.record"),
)


def table(heading):
    """The rows of the table under a heading, as lists of cells."""
    section = DOC.read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


ACTIONS = {row[0]: row[2:] for row in table("Actions")}
MODELS = {row[0].strip("`"): row[1:] for row in table("What is seen")}


class World:
    """Two organisations with the same things in each; every requester belongs to the first."""

    def __init__(self):
        self.ours, self.theirs = PartnerFactory(slug="ours"), PartnerFactory(slug="theirs")
        people = {who: UserFactory(member_of=[self.ours]) for who in ("member", "owner", *WHO[4:7])}
        for who, role in (("IG lead", "ig_lead"), ("ISP approver", "isp_approver"), ("partner lead", "partner_lead")):
            PartnerRoleFactory(user=people[who], partner=self.ours, role=role)
        people["management group"] = UserFactory(site_role="management_group")
        people["core team"] = UserFactory(site_role="core_editor")
        body = frozenset({self.ours.pk})
        token = Requester(partners=body, acting_for=self.ours.pk, token_id=1, scopes=frozenset(SCOPES))
        self.who = {"visitor": ANONYMOUS, "token": token} | {who: requester_of(user) for who, user in people.items()}
        self.things = {partner: self._things(partner, people["owner"]) for partner in (self.ours, self.theirs)}

    def _things(self, partner, owner):
        out = make_isp(lead=partner, owner=owner if partner == self.ours else None, state="out_for_signature")
        version = out.versions.get()
        somebody = UserFactory(member_of=[partner])
        draft = make_isp(lead=partner, owner=owner if partner == self.ours else None, state="draft").versions.get()
        return {
            "audit.read": partner.pk,
            "draft.comment": draft,
            "draft.give_view": PeerReview(version=draft, person=somebody, partner=partner),
            "draft.start": partner.pk,
            "draft.write": draft,
            "case.reply": SupportCase(partner=partner),
            "absence.set": (partner.pk, somebody.pk),
            "leaving.call_off": Departure(user=somebody, partner=partner, last_day=clock.today()),
            "leaving.plan": (partner.pk, somebody.pk),
            "isp.choose_owner": out,
            "amendment.object": IspParty.objects.get(version=version),
            "amendment.send": out,
            **dict.fromkeys(("forum.keep_space", "forum.moderate", "forum.write"), Space(name="All", slug="all")),
            "flow.record": DataFlow.objects.create(version=version, recipient=partner, items="Names"),
            "intake.bring_in": partner.pk,
            "isp.release": out,
            **dict.fromkeys(OF_A_BODY, partner.pk),
            **dict.fromkeys(("sponsor.accept", "sponsor.end"), Sponsor(partner=partner, sponsor=partner)),
            "membership.end": somebody.memberships.get(),
            **dict.fromkeys(SIGNING, IspParty.objects.get(version=version)),
            "party.invite": version,
            "party.join": partner.pk,
            "part.change": partner.pk,
            "people.manage": partner.pk,
            "reorganisation.propose": partner.pk,
            "reorganisation.review": Reorganisation(title="A plan"),
            "review.record": out,
            **dict.fromkeys(("body.confirm", "contact.keep"), partner.pk),
            "role.answer_offer": RoleOfferAnswer(
                partner=partner, offer=RoleOffer(user=somebody, role="ig_lead", submission_id=partner.slug)
            ),
            "role.offer": (somebody.pk, "ig_lead"),
            "shown.change": somebody.pk,
            "role.end": PartnerRoleFactory(user=somebody, partner=partner, role="dpo"),
            "role.give": (partner.pk, "ig_lead"),
            "role.give: committing": (partner.pk, "isp_approver"),
            "page.review": SimpleNamespace(owner_id=None),
            **dict.fromkeys(("api.explore", "query.change", "token.make", "token.revoke"), partner.pk),
            "trigger.report": out,
            "version.send_out": version,
            "version.withdraw": version,
        }


def key(name):
    return name.replace("`", "")


@pytest.fixture
def world():
    return World()


def test_the_columns_are_the_ones_that_are_checked():
    header = next(line for line in DOC.read_text().splitlines() if line.startswith("| action"))
    assert tuple(cell.strip() for cell in header.strip("|").split("|"))[2:] == WHO


def test_every_action_has_a_row_and_every_row_an_action():
    assert {key(name).split(":")[0] for name in ACTIONS} == set(policy._actions)


@pytest.mark.parametrize("name", list(ACTIONS))
def test_the_code_answers_what_the_table_says(world, name):
    action = key(name).split(":")[0]
    said = dict(zip(WHO, ACTIONS[name], strict=True))
    found = {}
    for who in WHO:
        answers = [policy.may(world.who[who], action, things.get(key(name))) for things in world.things.values()]
        found[who] = {(True, True): "yes", (True, False): "own", (False, False): "–"}[tuple(answers)]
    assert found == said


def test_every_model_with_a_rule_has_a_row_with_its_scope():
    registered = {model._meta.label: f"`{rows.scope}`" for model, rows in policy._rows.items()}
    assert {name: cells[0] for name, cells in MODELS.items()} == registered


def test_visitors_and_members_see_what_the_table_says(world):
    """Cells "–" and "yes" for the models of which this world has rows."""
    make_isp(title="In force", lead=world.ours)
    make_dataset("A list", world.ours)
    PartnerContact.objects.create(partner=world.ours, email="office@example.org")
    invite(by=SYSTEM, partner_id=world.theirs.pk, email="x@example.org")
    ApiToken.objects.create(name="t", digest="x", partner=world.ours, expires_at="2099-01-01T00:00Z")
    SavedSearch.objects.create(owner=UserFactory(), name="Theirs", fingerprint="x", submission_id="x")
    member, checked = world.who["member"], set()
    for model in policy._rows:
        name, rows = model._meta.label, model._default_manager.all()
        _, visitors, members, _ = MODELS[name]
        if not rows.exists():
            continue
        checked.add(model)
        for cell, requester in ((visitors, ANONYMOUS), (members, member)):
            count = policy.visible(rows, requester).count()
            assert cell != "–" or count == 0, (name, requester)
            assert cell != "yes" or count == rows.count(), (name, requester)
    assert {Membership, PartnerRole, ApiToken, IspParty, PartnerContact, SavedSearch} <= checked


def test_no_token_sees_people():
    everything = Requester(partners=frozenset({PartnerFactory().pk}), token_id=1, scopes=frozenset(SCOPES))
    for name, cells in MODELS.items():
        if cells[0] == "`read:people`":
            model = next(model for model in policy._rows if model._meta.label == name)
            assert not policy.visible(model._default_manager.all(), everything).exists()
