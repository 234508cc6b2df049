"""Plans in the admin, by a tool and through the API: written by name, chosen, refused to whom they do not concern."""

import io
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.members.models import User
from cms.members.selectors import requester_of
from cms.reorganisation.models import Proposal, Reorganisation
from cms.reorganisation.services import share_plan
from cms.snippets.models import PartnerAlias
from tests.cms.reorganisation.test_story import BEFORE, FIRST_MOMENT, World, body
from tests.members_api.conftest import run_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.MFA_REQUIRED = False
    with time_machine.travel(BEFORE, tick=False):
        yield World()


def client_of(email):
    client = Client()
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    return client


def formset(prefix, rows):
    found = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return found | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_the_core_team_writes_simulates_chooses_and_exports(world):
    PartnerAlias.objects.create(partner=world.east, name="East D.C.")
    editor = client_of("one@example.org")
    assert client_of("trust@example.org").get(reverse("reorganisations")).status_code in (302, 403)
    given = {
        "title": "Two new councils",
        "takes_effect_on": "2028-04-01",
        "reason": "So it is.",
        "legal_reference": "",
        **formset("body", [{"name": "North Council", "joins": "on", "can_sign": "on"}, {"name": "South Council"}]),
        **formset(
            "change",
            [
                {"kind": "merge", "before": "East D.C.\nWest Distrct", "after": "north council", "agreements": ""},
                {"kind": "split", "before": "County", "after": "North Council\nSouth Council", "agreements": ""},
            ],
        ),
    }
    refused = editor.post(reverse("reorganisation_new"), given)
    assert refused.status_code == 422  # likeness settles nothing: the nearest is named, and what was typed stays
    assert "“West Distrct” is not in the register. Did you mean West District" in refused.content.decode()
    assert not Reorganisation.objects.exists()
    given["change-0-before"] = "East D.C.\nWest District"
    made = editor.post(reverse("reorganisation_new"), given)
    plan = Reorganisation.objects.get()
    address = reverse("reorganisation_plan", args=[plan.pk])
    assert made.headers["Location"] == address
    page = editor.get(address).content.decode()
    assert "All parties become one body" in page
    assert "it signs anew" in page
    assert "Somebody else of the core team has to review it" in page
    assert "South Council has not joined the framework" in page
    edit = editor.get(reverse("reorganisation_edit", args=[plan.pk])).content.decode()
    assert "East District\nWest District" in edit

    # -- choices in bulk and one by one
    choices = reverse("reorganisation_choices", args=[plan.pk])
    south, north = body(plan, "South Council"), body(plan, "North Council")
    assert "County and trust" in editor.get(choices).content.decode()
    editor.post(choices, {"do": "bulk", "theme": "Safety", "target": str(north), "carries": "yes"})
    editor.post(choices, {"do": "rows", f"isp-{world.quiet.pk}": str(south), f"was-{world.quiet.pk}": ""})
    editor.post(choices, {"do": "people", "kind": "", "target": "open"})
    assert plan.ispchoices.get(isp=world.four).carries_over is True
    assert plan.ispchoices.get(isp=world.quiet).to_planned.name == "South Council"
    assert set(plan.placements.values_list("left_open", flat=True)) == {True}
    assert "wait for a choice" not in editor.get(address).content.decode()
    wrong = editor.post(choices, {"do": "bulk", "theme": "*", "target": "999999"}, follow=True)
    assert "Choose one of those that follow" in wrong.content.decode()

    # -- a workbook, before and after
    sheet = load_workbook(io.BytesIO(editor.get(address + "?export=agreements").content)).active
    rows = {row[1]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["Between the districts"][9] == "yes"
    assert rows["County and trust"][4:6] == ("County", "South Council")
    assert load_workbook(io.BytesIO(editor.get(address + "?export=people").content)).active.max_row > 5

    # -- a second person reviews the words they read; the day brings it about
    second = client_of("two@example.org")
    second.post(address, {"do": "review", "revision": str(plan.lock_version - 1)})
    plan.refresh_from_db()
    assert plan.reviewed_at is None
    second.post(address, {"do": "review", "revision": str(plan.lock_version)})
    early = second.post(address, {"do": "carry_out"}, follow=True)
    assert "It is not carried out before" in early.content.decode()
    with time_machine.travel(FIRST_MOMENT, tick=False):
        client_of("two@example.org").post(address, {"do": "carry_out"})
        after = client_of("two@example.org").get(choices).content.decode()
    plan.refresh_from_db()
    assert plan.state == "carried_out"
    assert "Leave it open for a person" in after


def test_a_tool_gets_one_object_and_an_exit_code(world, tmp_path, capsys):
    file = tmp_path / "plan.json"
    given = {
        "title": "One council",
        "takes_effect_on": "2028-04-01",
        "legal_reference": "An order",
        "bodies": [{"name": "One Council", "joins": True}],
        "changes": [{"kind": "merge", "before": ["east-district", "west-district"], "after": ["One Council"]}],
    }
    file.write_text(json.dumps(given))
    call_command("simulate_reorganisation", str(file), "--json", "--xlsx", str(tmp_path / "out.xlsx"))
    found = json.loads(capsys.readouterr().out)
    assert found["counts"]["isps"] == 2
    assert found["counts"]["within_one_body"] == 1
    assert {isp["title"] for isp in found["isps"]} == {"Between the districts", "All of them"}
    assert (tmp_path / "out.xlsx").stat().st_size > 1000
    assert not Reorganisation.objects.exists()
    plan = world.plan()
    with pytest.raises(CommandError) as missing:
        call_command("simulate_reorganisation", str(plan.pk), "--json")
    assert missing.value.returncode == 2
    assert json.loads(capsys.readouterr().out)["counts"]["to_choose"] == 2
    file.write_text(json.dumps({**given, "changes": [{"kind": "end", "before": ["nowhere"]}]}))
    for refused in (str(file), "999", str(tmp_path / "absent.json")):
        with pytest.raises(CommandError) as error:
            call_command("simulate_reorganisation", refused, "--json")
        assert error.value.returncode == 1
        assert capsys.readouterr().out == ""


QUERY = """query ($n: Int!) { reorganisation(number: $n) { title mayPropose steps { label before after carriesOver }
  parts { partner { slug } followers { value name } concerned { words proposed said isp { reference title } } } } }"""
SAY = "mutation ($input: ProposeSuccessionInput!) { proposeSuccession(input: $input) { reorganisation { number } } }"


def test_those_concerned_read_their_part_alone_and_propose(world):
    plan = world.plan()

    def ask(who, query=QUERY, **variables):
        by = requester_of(User.objects.get(email=f"{who}@example.org"))
        return run_as(by, query, **(variables or {"n": plan.pk}))

    assert ask("county").data["reorganisation"] is None  # not shared yet
    share_plan(by=world.editor, number=plan.pk)
    found = ask("county").data["reorganisation"]
    assert [part["partner"]["slug"] for part in found["parts"]] == ["county"]
    assert {row["isp"]["title"] for row in found["parts"][0]["concerned"]} == {"All of them", "County and trust"}
    assert [one["name"] for one in found["parts"][0]["followers"]] == ["North Council", "South Council"]
    assert found["mayPropose"]
    mine = ask("east").data["reorganisation"]
    assert [part["partner"]["slug"] for part in mine["parts"]] == ["east-district"]
    for who in ("west", "trust"):  # neither lead nor IG lead; not concerned
        assert ask(who).data["reorganisation"] is None
    assert len(ask("one").data["reorganisation"]["parts"]) == 3

    row = next(one for one in found["parts"][0]["concerned"] if one["isp"]["title"] == "County and trust")
    said = {
        "submissionId": "x",
        "number": plan.pk,
        "partner": "county",
        "isp": row["isp"]["reference"],
        "target": found["parts"][0]["followers"][1]["value"],
        "text": "It is about the south.",
    }
    assert not ask("county", SAY, input=said).errors
    assert not ask("county", SAY, input=said).errors  # pressed twice, kept once
    assert Proposal.objects.count() == 1
    assert ask("east", SAY, input={**said, "submissionId": "y"}).errors
    assert ask("trust", SAY, input={**said, "submissionId": "z"}).errors
    assert ask("county", SAY, input={**said, "submissionId": "w", "target": "5"}).errors
    assert Proposal.objects.count() == 1
    again = ask("county").data["reorganisation"]["parts"][0]["concerned"]
    shown = next(one for one in again if one["isp"]["title"] == "County and trust")
    assert (shown["proposed"], shown["said"]) == ("South Council", "It is about the south.")
