"""The demonstration: what is invented says so, every sign-in has something to do, a second run changes nothing."""

import json

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from cms.core import clock
from cms.core.policy import visible
from cms.members.models import User
from cms.members.selectors import find_token, requester_of
from cms.members.tokens import parse
from cms.overview.demo import loading
from cms.overview.demo.making import make_demo
from cms.overview.demo.people import ACCOUNTS
from cms.overview.demo.tools import make_tools
from cms.overview.home import HomeKind, home_for
from cms.pages.models import GuidancePage
from cms.signing.bases import missing_pieces
from cms.signing.models import Signature
from cms.signing.selectors import coverages_of_rows
from cms.snippets.models import Dataset, Isp, IspContact, IspVersion, Partner, PartnerContact
from cms.snippets.selectors import Status, review_states


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(loading, "rebuild", lambda asked_by: type("Report", (), {"entries": 0}))
    return tmp_path


@pytest.fixture
def loaded(db, folder):
    """Everything that `make run` loads."""
    loading.load_demo()
    return folder


def counts():
    models = (User, Partner, Isp, IspVersion, Signature, IspContact, PartnerContact, Dataset, GuidancePage)
    return {model.__name__: model.objects.count() for model in models}


def test_the_demonstration(loaded, django_assert_max_num_queries):
    """One long walk, because loading takes seconds: sign-ins, labels, states, homes, and a second run."""
    file = loaded / "demo-accounts.json"
    rows = json.loads(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    assert {row["role"] for row in rows} >= {
        "core editor",
        "management group",
        "lead and ISP approver",
        "member of two",
    }
    assert all(authenticate(email=row["email"], password=row["password"]) for row in rows)
    assert len({row["password"] for row in rows}) == len(ACCOUNTS)
    tools = loaded / "demo-tools.json"
    made = json.loads(tools.read_text())
    assert tools.stat().st_mode & 0o777 == 0o600
    assert find_token(*parse(made["token"]["bearer"])).name.endswith("(example)")
    assert made["query"]["csv"].endswith(".csv")

    # Labels: whoever and whatever is invented says so, and the organisations are real.
    assert not User.objects.exclude(is_example=True).exists()
    assert not User.objects.exclude(last_name__endswith="(example)").exists()
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert not PartnerContact.objects.exclude(is_example=True).exists()
    assert set(Partner.objects.filter(membership="member").values_list("is_example", flat=True)) == {True}
    assert Partner.objects.count() == 78
    real = Isp.objects.filter(is_example=False)
    assert real.count() == 6
    assert set(real.values_list("source_row__format", flat=True)) == {"weisf", "dea"}
    phones = set(IspContact.objects.filter(isp__is_example=True).exclude(phone="999").values_list("phone", flat=True))
    assert all(phone.startswith("01632 960") for phone in phones)

    # States of every kind, and law that is complete.
    isps = list(Isp.objects.all())
    states = review_states(isps, clock.today())
    kinds = {state.status for state in states.values()}
    assert kinds >= set(Status) - {Status.DRAFT, Status.WITHDRAWN, Status.NOT_STARTED}
    for version in IspVersion.objects.filter(isp__is_example=True).exclude(state="peer_review"):
        assert missing_pieces(version) == []
    case_meetings = Isp.objects.get(source_row__demo="asb").versions.get()
    coverage = coverages_of_rows(list(case_meetings.parties.select_related("version__isp", "partner")))
    assert (sum(one.covers for one in coverage.values()), len(coverage)) == (8, 9)
    assert states[Isp.objects.get(source_row__demo="asb").pk].days_to_review == 12

    # Something to do for each sign-in.
    homes = {account.key: home_for(requester_of(User.objects.get(email=account.email))) for account in ACCOUNTS}
    assert homes["head"].kind == HomeKind.SERVICE
    assert homes["charity"].kind == HomeKind.SMALL_BODY
    assert homes["head"].who_to_ring
    assert homes["head"].covers
    titles = {key: " ".join(task.title for task in home.tasks) for key, home in homes.items()}
    assert "needs a signature" in titles["lead"]
    assert "Review:" in titles["lead"]
    assert "Review:" in titles["two"]
    assert "Answer request" in titles["editor"]
    local = GuidancePage.objects.get(authority="local", thread_source=None)
    assert not local.live
    step = local.current_workflow_task
    assert step.specific.may_decide(local, User.objects.get(email="management.group@demo.example"))
    assert visible(Isp.objects.all(), requester_of(User.objects.get(email="charity@demo.example"))).exists()

    # A second run changes nothing, keeps passwords, and is quick when nothing is new.
    before = counts()
    assert loading.load_demo() is False
    loading.load_demo(again=True)
    assert counts() == before
    assert json.loads(file.read_text()) == rows
    assert json.loads(tools.read_text()) == made
    tools.unlink()
    assert make_tools(User.objects.get(email="lead@demo.example"), tools)
    assert json.loads(tools.read_text())["token"]["user"] == made["token"]["user"]

    # More, generated, in few statements; the same number again makes none.
    with django_assert_max_num_queries(1_500):
        make_demo(isps=300, partners=20)
    generated = Isp.objects.filter(source_row__demo="generated")
    assert generated.count() == 300
    assert set(generated.values_list("is_example", flat=True)) == {True}
    assert set(Isp.objects.values_list("reference", flat=True)) == {f"ISP-{n:04}" for n in range(1, 324)}
    make_demo(isps=300)
    assert generated.count() == 300


def test_production_has_no_place_for_examples(db, settings, folder):
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="no place in production"):
        call_command("make_demo")
    assert not User.objects.exists()


def test_without_the_partners_it_says_what_to_do(db, folder):
    with pytest.raises(CommandError, match="Import the partners first"):
        call_command("make_demo")
    assert not (folder / "demo-accounts.json").exists()
