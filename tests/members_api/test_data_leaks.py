"""Saved queries as an attacker asks them: every list with every column, as each kind of token; keys that ended, bodies
that left, secrets in addresses. What is refused and what is not there are one answer."""

import datetime
import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.members.models import ApiToken, Membership
from cms.members.tokens import SCOPES, parse
from cms.privacy.retention import expire_all
from cms.snippets.models import DataFlow, Partner
from cms.tools.models import SavedQuery, TokenUse
from cms.tools.services import flush_use
from members_api.data import rows
from members_api.data.catalogue import LISTS
from tests.factories.community import ALLOWED, MARKER, Community
from tests.factories.registers import make_dataset, make_isp, make_token, make_user
from tests.members_api.conftest import TOKENS
from tests.members_api.power_query import PowerQuery

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]
KEYS = (f"{n:020x}" for n in count(1))
OF_TRUST = [role for role in ALLOWED if role in TOKENS and TOKENS[role][0] is not None]


def saved(partner: Partner, **fields: Any) -> str:
    """The address of a saved query, without its ending."""
    given = {"name": "All of it", "key": next(KEYS), "partner": partner}
    return f"/graphql/data/{SavedQuery.objects.create(**(given | fields)).key}"


def with_basic(text: str) -> PowerQuery:
    found = parse(text)
    assert found is not None
    return PowerQuery(str(found[0]), found[1])


def shape(answer: Any) -> tuple[int, bytes]:
    """An answer without what names this one request."""
    return answer.status_code, answer.content.partition(b'"requestId"')[0]


@pytest.mark.parametrize("role", OF_TRUST)
def test_every_list_with_every_column_shows_what_the_token_may_see(role: str, community: Community) -> None:
    slug, scopes = TOKENS[role]
    body = getattr(community, str(slug))
    tool = with_basic(make_token(body, *scopes))
    seen: set[str] = set()
    for listed in LISTS.values():
        at = saved(body, list_name=listed.name, columns=[column.path for column in listed.columns])
        answer = tool.get(f"{at}.json", **{"Accept-Encoding": "identity"})
        assert answer.status_code in (200, 403), (listed.name, answer.content)
        found = set(MARKER.findall(answer.content.decode()))
        assert found <= ALLOWED[role], (listed.name, found - ALLOWED[role])
        if answer.status_code == 200:
            ids = [row["id"] for row in json.loads(answer.content)]
            assert len(set(ids)) == len(ids)
        seen |= found
    assert bool(seen) == bool(ALLOWED[role])


def test_a_row_of_a_list_inside_an_agreement_is_known_by_both(community: Community) -> None:
    isp = make_isp("Falls", community.trust, (community.other,))
    version = isp.versions.get()
    flow = DataFlow.objects.create(version=version, sender=community.trust, recipient=community.other, items="Names")
    tool, filters = with_basic(make_token(community.trust)), {"text": "Falls"}
    parties = saved(community.trust, list_name="parties", filters=filters, columns=["version.parties.coverageLabel"])
    found = {row["id"]: row["version.parties.coverageLabel"] for row in tool.table(f"{parties}.json")}
    assert set(found) == {f"{isp.reference}/{body.slug}" for body in (community.trust, community.other)}
    assert all(found.values())
    flows = saved(community.trust, list_name="flows", filters=filters, columns=["version.flows.items", "title"])
    (row,) = tool.table(f"{flows}.json")
    assert (row["id"], row["version.flows.items"]) == (f"{isp.reference}/{flow.pk}", "Names")


def test_whoever_may_not_and_whatever_is_not_there_look_alike(community: Community) -> None:
    """Another body's, ended, never made; a body that was suspended or left: one answer. Keys that are over: another."""
    at = saved(community.trust, list_name="isps", columns=["title"])
    absent = f"/graphql/data/{'f' * 20}.json"
    tool = with_basic(make_token(community.trust))
    nothing = shape(tool.get(absent))
    assert nothing[0] == 404
    other = with_basic(make_token(community.other))
    public = with_basic(make_token(None))
    assert {shape(one.get(f"{at}.json")) for one in (other, public)} == {nothing}
    assert tool.get(f"{at}.json").status_code == 200
    for standing in (Partner.Membership.SUSPENDED, Partner.Membership.LEFT, Partner.Membership.APPLIED):
        Partner.objects.filter(pk=community.trust.pk).update(membership=standing)
        assert shape(tool.get(f"{at}.json")) == nothing, standing
    Partner.objects.filter(pk=community.trust.pk).update(membership=Partner.Membership.MEMBER)

    holder = make_user("looks.after@example.org", community.trust)
    unknown = shape(PowerQuery("999999", "x" * 43).get(f"{at}.json"))
    assert unknown[0] == 401
    held, revoked = make_token(community.trust, held_by=holder), make_token(community.trust)
    assert with_basic(held).get(f"{at}.json").status_code == 200
    Membership.objects.filter(user=holder).delete()
    ApiToken.objects.filter(pk=parse(revoked)[0]).update(revoked_at=clock.now())  # type: ignore[index]
    over = make_token(community.trust, expires_at=clock.now())
    assert {shape(with_basic(one).get(f"{at}.json")) for one in (held, revoked, over)} == {unknown}
    # Who learnt an address and has no key learns no more than of one that is not there.
    assert {shape(with_basic(held).get(path)) for path in (f"{at}.json", absent)} == {unknown}


@pytest.mark.parametrize("spelt", ["mip_", "mip%5f", "%6dip_"])
def test_a_token_in_an_address_is_refused_revoked_and_recorded(spelt: str, community: Community) -> None:
    text = make_token(community.trust)
    pk = parse(text)[0]  # type: ignore[index]
    at = saved(community.trust, list_name="isps", columns=["title"])
    answer = Client().get(f"{at}.json?key={text.replace('mip_', spelt)}", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 401
    assert text not in answer.content.decode()
    assert ApiToken.objects.get(pk=pk).revoked_at is not None
    assert AuditEvent.objects.get(action="token.revoked_in_address").object_id == str(pk)
    assert with_basic(text).get(f"{at}.json").status_code == 401


def test_one_that_opens_nothing_now_is_revoked_too_so_that_nobody_brings_it_back(community: Community) -> None:
    text = make_token(community.trust, held_by=make_user("gone@example.org"))
    assert Client().get(f"/graphql/?token={text}").status_code == 401
    assert ApiToken.objects.get(pk=parse(text)[0]).revoked_at is not None  # type: ignore[index]


def test_all_rows_or_a_message(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    at = saved(community.trust, list_name="datasets", columns=["title", "description"])
    tool = with_basic(make_token(community.trust))
    make_dataset("A long one", community.trust, description="x" * 33_000)
    cache.clear()
    assert tool.get(f"{at}.csv").status_code == 200
    book = tool.get(f"{at}.xlsx")
    assert (book.status_code, b"longer than a cell" in book.content) == (400, True)
    make_dataset("Another", community.trust)
    cache.clear()
    monkeypatch.setattr(rows, "MAX_ROW", 1)
    refused = tool.get(f"{at}.json")
    assert (refused.status_code, b"Use a filter" in refused.content) == (400, True)
    apart = saved(community.trust, list_name="parties", columns=["title"])
    assert b"Use a filter" in tool.get(f"{apart}.json").content


def test_the_recipients_system_says_when_data_arrived(caller: Call, community: Community) -> None:
    isp = make_isp("Falls", community.other, (community.trust,))
    flows = [
        DataFlow.objects.create(version=isp.versions.get(), sender=sender, recipient=recipient, items="Names")
        for sender, recipient in ((community.other, community.trust), (community.trust, community.other))
    ]

    def say(flow: DataFlow, scopes: tuple[str, ...]) -> str:
        words = f'{{reference: "{isp.reference}", arrivals: [{{flow: "{flow.pk}", arrivedOn: "{clock.today()}"}}]}}'
        query = f"mutation {{ recordArrivals(input: {words}) {{ isp {{ reference }} }} }}"
        answer = caller("token_party", scopes).post({"query": query}).json()
        flow.refresh_from_db()
        return "" if "errors" not in answer else str(answer["errors"][0]["extensions"]["code"])

    enough = ("read:register", "write:receipts", "adhoc")
    assert say(flows[0], tuple(scope for scope in SCOPES if scope != "write:receipts")) == "FORBIDDEN"
    assert say(flows[1], enough) == "FORBIDDEN"  # sent by us: theirs to say
    assert say(flows[0], ("write:receipts", "adhoc")) == "NOT_FOUND"  # it reads no register
    assert [flow.last_arrived_on for flow in flows] == [None, None]
    assert say(flows[0], enough) == ""
    assert flows[0].last_arrived_on == clock.today()
    event = AuditEvent.objects.get(action="flow.arrived")
    assert (event.actor_kind, event.organisation_id) == ("token", community.trust.pk)


@pytest.mark.usefixtures("whole_minute")
def test_a_spreadsheet_that_asks_too_often_is_told_how_long_to_wait(community: Community, settings: Any) -> None:
    at = saved(community.trust, list_name="events", columns=["title"])
    tool = with_basic(make_token(community.trust))
    settings.MEMBERS_API = settings.MEMBERS_API | {"CALLS_PER_MINUTE": 2}
    first = tool.get(f"{at}.json")
    unchanged = tool.get(f"{at}.json", **{"If-None-Match": first["ETag"]})
    refused = tool.get(f"{at}.json")
    assert [answer.status_code for answer in (first, unchanged, refused)] == [200, 304, 429]
    assert [answer["X-RateLimit-Remaining"] for answer in (first, unchanged, refused)] == ["1", "0", "0"]
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert "WWW-Authenticate" not in refused


def test_what_tokens_did_is_forgotten_after_its_period(community: Community, settings: Any) -> None:
    period = datetime.timedelta(days=settings.RETENTION_DAYS["token_use"])
    make_token(community.trust, name="Old")
    token = ApiToken.objects.get(name="Old")
    days = [clock.today() - period + datetime.timedelta(days=n) for n in (-2, 2)]
    for day in days:
        TokenUse.objects.create(token=token, day=day, calls=1)
    expire_all()
    assert list(TokenUse.objects.filter(token=token).values_list("day", flat=True)) == days[1:]


@pytest.mark.usefixtures("whole_minute")
def test_files_count_on_a_tokens_minute_and_on_its_page_of_use(
    caller: Call, community: Community, settings: Any
) -> None:
    settings.MEMBERS_API = settings.MEMBERS_API | {"CALLS_PER_MINUTE": 2}
    tool, address = caller("token_party"), f"/documents/{community.charter.pk}/"
    assert tool.get(address)["X-RateLimit-Remaining"] == "1"
    assert tool.get("/documents/999999/")["RateLimit"]
    last = tool.get(address)
    assert (last.status_code, int(last["Retry-After"]) > 0) == (429, True)
    token = ApiToken.objects.latest("pk")
    flush_use(token.pk)
    use = TokenUse.objects.get(token=token)
    assert (use.calls, use.refused, use.operations) == (3, 2, {"Documents": 3})
    assert "RateLimit" not in caller("member").get(address)
