"""Fields that go away: named where a tool asks for them, and told of to who looks after the tool."""

import datetime

import pytest
from graphql import build_schema, parse

from cms.core import clock
from cms.members.models import ApiToken
from cms.notifications.models import Notification
from cms.tools import going
from cms.tools.models import TokenUse
from members_api.going import ends_in, named_going, names_in
from tests.factories.registers import make_partner, make_role, make_token, make_user

SCHEMA = """type Query { isp: Isp }
type Isp { title: String old: String @deprecated(reason: "Use title. Gone after 2027-06-01") }"""


def test_fields_that_go_away_are_named_once_through_fragments_and_aliases() -> None:
    of = build_schema(SCHEMA)
    document = parse("{ isp { title a: old ...More } } fragment More on Isp { old }")
    assert names_in(of, document) == ["Isp.old"]
    assert names_in(of, parse("{ isp { title } }")) == []
    assert ends_in(of) == {"Isp.old": datetime.date(2027, 6, 1)}


@pytest.mark.django_db
def test_who_looks_after_the_tool_hears_90_and_30_days_before(monkeypatch: pytest.MonkeyPatch) -> None:
    body = make_partner()
    lead, holder = make_user("lead@example.org", body), make_user("holder@example.org", body)
    make_role(lead, body, "partner_lead")
    today, last = clock.today(), clock.today() + datetime.timedelta(days=100)
    monkeypatch.setattr(going, "_ends", [lambda: {"Isp.old": last}])
    make_token(body, name="Held", held_by=holder)
    make_token(body, name="Nobody's")
    make_token(body, name="Does not ask")
    for name, asked in (
        ("Held", named_going(["Isp.old"])),
        ("Nobody's", named_going(["Isp.old"])),
        ("Does not ask", []),
    ):
        TokenUse.objects.create(token=ApiToken.objects.get(name=name), day=today, operations=dict.fromkeys(asked, 3))

    def told_after(days: int) -> list[tuple[str, str]]:
        moment = datetime.datetime.combine(today, datetime.time(12), datetime.UTC) + datetime.timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)
        TokenUse.objects.update(day=clock.today())
        for _ in range(2):
            going.warn_of_fields()
        return sorted(Notification.objects.values_list("user__email", "title"))

    assert told_after(5) == []
    first = told_after(10)
    assert [address for address, _ in first] == ["holder@example.org", "lead@example.org"]
    assert "Held" in first[0][1]
    assert len(told_after(69)) == 2
    assert len(told_after(70)) == 4
    assert len(told_after(101)) == 4
