"""Tokens of a body: made by who leads it, held by somebody who belongs there, and stopped when nobody does."""

import datetime
from typing import Any

import pytest

from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import Requester
from cms.members.holdings import find
from cms.members.models import ApiToken, Membership
from cms.members.selectors import find_token, requester_of, states_of
from cms.members.selectors.tokens import comes_from
from cms.members.services import make_api_token, renew_api_token, revoke_api_token, take_over_api_token
from cms.members.services.tokens import checked_networks
from cms.members.token_care import SOURCE, warn_of_ends, warning_due
from cms.members.tokens import parse
from cms.notifications.models import Notification
from tests.factories.registers import make_partner, make_role, make_user

pytestmark = pytest.mark.django_db


class Body:
    """A body with a partner lead, an IG lead and a plain member."""

    def __init__(self) -> None:
        self.partner = make_partner("elmbridge")
        self.lead, self.ig_lead = make_user("lead@example.org", self.partner), make_user("ig@example.org", self.partner)
        self.member = make_user("member@example.org", self.partner)
        make_role(self.lead, self.partner, "partner_lead")
        make_role(self.ig_lead, self.partner, "ig_lead")

    def by(self, who: str) -> Requester:
        return requester_of(getattr(self, who))

    def make(self, who: str = "lead", **given: Any) -> tuple[ApiToken, str]:
        return make_api_token(by=self.by(who), name="Board", partner_id=self.partner.pk, **given)

    def leaves(self, who: str) -> None:
        yesterday = clock.today() - datetime.timedelta(days=1)
        rows = Membership.objects.filter(user=getattr(self, who))
        rows.update(starts_on=yesterday - datetime.timedelta(days=9), ends_on=yesterday)


@pytest.fixture
def body() -> Body:
    return Body()


def works(text: str) -> bool:
    found = parse(text)
    return found is not None and find_token(*found) is not None


def test_leads_of_the_body_make_tokens_and_nobody_else(body: Body) -> None:
    other = make_user("else@example.org", theirs := make_partner("oakley"))
    make_role(other, theirs, "partner_lead")
    for by in (body.by("member"), requester_of(other), Requester()):
        with pytest.raises(Forbidden):
            make_api_token(by=by, name="Board", partner_id=body.partner.pk)
    with pytest.raises(Forbidden):
        make_api_token(by=body.by("lead"), name="Board")  # one for the public is the core team's
    assert ApiToken.objects.count() == 0
    for who in ("lead", "ig_lead"):
        row, text = body.make(who)
        assert works(text)
        assert row.held_by == getattr(body, who)


def test_a_form_pressed_twice_makes_one_token_and_shows_its_text_once(body: Body) -> None:
    row, text = body.make(submission_id="a1")
    assert body.make(submission_id="a1") == (row, "")
    assert text
    assert ApiToken.objects.count() == 1


def test_a_token_counts_only_while_its_holder_belongs_there(body: Body) -> None:
    row, text = body.make()
    body.leaves("lead")
    assert not works(text)
    by = body.by("ig_lead")
    assert states_of(by, [row]) == {row.pk: "unheld"}
    take_over_api_token(by=by, token=row)
    assert works(text)
    row.refresh_from_db()
    assert states_of(by, [row]) == {row.pk: "new_secret"}  # who left knows it
    renewed = renew_api_token(by=by, token=row)
    row.refresh_from_db()
    assert states_of(by, [row]) == {row.pk: "in_force"}
    assert (works(text), works(renewed)) == (False, True)


def test_a_renewal_by_its_maker_leaves_the_old_secret_a_week(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    row, text = body.make()
    renewed = renew_api_token(by=body.by("lead"), token=row, days=100)
    assert works(text)
    assert works(renewed)
    later = clock.now() + datetime.timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not works(text)
    assert works(renewed)
    row.refresh_from_db()
    revoke_api_token(by=body.by("ig_lead"), token=row)
    assert not works(renewed)
    with pytest.raises(Conflict):
        renew_api_token(by=body.by("lead"), token=row)


def test_it_moves_with_its_holding(body: Body) -> None:
    row, text = body.make()
    holding = find("tokens")
    assert holding is not None
    assert holding.move is not None
    assert [one.pk for one in holding.held(body.lead.pk, body.partner.pk)] == [row.pk]
    assert holding.move(body.by("lead"), [row.pk], body.ig_lead.pk) == 1
    body.leaves("lead")
    assert works(text)


def test_networks_are_written_one_way_and_hold(body: Body) -> None:
    row, _ = body.make(networks=["192.0.2.7", " 2001:db8::1/32 ", "192.0.2.7/32"])
    assert row.networks == ["192.0.2.7/32", "2001:db8::/32"]
    assert comes_from("192.0.2.7", row.networks)
    assert comes_from("::ffff:192.0.2.7", row.networks)
    assert not comes_from("192.0.2.8", row.networks)
    assert not comes_from("", row.networks)
    for wrong in (["everywhere"], ["10.0.0.0/8"] * 1 + [f"10.0.0.{n}" for n in range(20)]):
        with pytest.raises(BadInput) as refused:
            checked_networks(wrong)
        assert refused.value.details["fields"]


def test_its_end_is_announced_30_and_7_days_before_and_anew_after_a_renewal(
    body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = body.make(days=60)
    short, _ = body.make(days=5)
    start = clock.now()
    told = Notification.objects.filter(source_key__startswith=f"{SOURCE}:{row.pk}:")

    def on_day(day: int) -> int:
        monkeypatch.setattr(clock, "now", lambda: start + datetime.timedelta(days=day, minutes=1))
        warn_of_ends()
        warn_of_ends()
        return told.all().count()

    assert [on_day(day) for day in (1, 29, 30, 40, 53, 54)] == [0, 0, 1, 1, 2, 2]
    assert not Notification.objects.filter(source_key__startswith=f"{SOURCE}:{short.pk}:").exists()
    assert {notice.user for notice in told} == {body.lead}
    row.refresh_from_db()
    renew_api_token(by=body.by("lead"), token=row, days=60)
    row.refresh_from_db()
    assert warning_due(row) is None
    assert on_day(54 + 31) == 3
