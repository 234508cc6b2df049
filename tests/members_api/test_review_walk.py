"""A review walked on screen: the real frontend against the real API, from the first question to the notice's day."""

import datetime
import re
from html import unescape
from typing import Any

import httpx
import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.test import Client as DjangoClient

from cms.members.models import User
from cms.signing.amendments.selectors import effective_texts
from cms.signing.models import AmendmentNotice, Objection
from cms.snippets.models import Isp, IspContact
from frontend.api import Client
from frontend.app import create_app
from frontend.settings import Settings
from frontend.transport import Transport, load_manifest
from tests.factories.registers import make_isp, make_partner, make_role, make_user
from tests.members_api.conftest import BACKEND
from tests.members_api.test_screens import ORIGIN, Wire

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


class Reader:
    """One person's browser."""

    def __init__(self, user: User) -> None:
        settings = Settings("http://testserver/graphql/", ORIGIN, "http://testserver", b"a secret of tests")
        self.app = create_app(settings)
        self.app.state.api = Client(
            settings.graphql_url, http_client=Transport(Wire(), load_manifest(settings.manifest))
        )
        client = DjangoClient()
        client.force_login(user, backend=BACKEND)
        self.cookies = {"sessionid": client.cookies["sessionid"].value}

    def ask(self, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        cache.clear()  # a test never commits, and it is the commit that gives the content its new version

        async def run() -> httpx.Response:
            headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
            wire = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(
                transport=wire, base_url=ORIGIN, cookies=self.cookies, headers=headers
            ) as http:
                return await (http.get(path) if data is None else http.post(path, data=data))

        return async_to_sync(run)()

    def fill(self, path: str, **values: str) -> httpx.Response:
        """Open a page and send its form with what is hidden in it, and these fields."""
        page = self.ask(path)
        assert page.status_code == 200, (path, page.status_code)
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        return self.ask(path, {name: unescape(value) for name, value in hidden} | values)


@pytest.fixture
def isp() -> Any:
    with time_machine.travel(NOW, tick=False):
        council, trust = make_partner("council"), make_partner("trust")
        owner = make_user("owner@example.org", council)
        make_role(make_user("signs@example.org", trust), trust, "isp_approver")
        text = {"summary": "We meet.", "purpose": "To help.", "retention": "Two years."}
        made = make_isp(
            "Case meetings", council, (trust,), owner=owner, text=text, next_review_on=datetime.date(2026, 12, 4)
        )
        IspContact.objects.create(isp=made, role="Duty officer", phone="01206 000000")
        yield made


def test_a_review_from_the_first_question_to_an_objection_that_is_taken_back(isp: Isp) -> None:
    owner, signer = (Reader(User.objects.get(email=f"{name}@example.org")) for name in ("owner", "signs"))
    here = f"/isps/{isp.reference}"
    assert "Review: Case meetings" in owner.ask("/tasks").text
    assert f'href="{here}/review/used"' in owner.ask(f"{here}/review").text
    step = f"{here}/review/used"
    given = {"data": {"value": "less", "why": ""}, "contacts": {"value": "change"}}
    for _ in range(8):
        sent = owner.fill(step, **given.get(step.rpartition("/")[2], {"value": "yes", "why": ""}))
        assert sent.status_code == 303, sent.text[-1500:]
        step = sent.headers["location"]
    assert step == f"{here}/review/words"
    assert "8 of 8 questions" in owner.ask(f"{here}/review").text
    words = {"summary": "We meet.", "purpose": "To help.", "retention": "One year.", "reason": "We keep less."}
    assert owner.fill(step, **words | {"retention": ""}).status_code == 422
    step = owner.fill(step, **words).headers["location"]
    person = User.objects.get(email="owner@example.org").pk
    contacts = {"role0": "Duty officer", "phone0": "01206 111111", "email0": "", "owner": str(person), "deputy": ""}
    step = owner.fill(step, **contacts).headers["location"]
    assert owner.fill(step, on_day="31", on_month="2", on_year="2028").status_code == 422
    step = owner.fill(step, on_day="27", on_month="3", on_year="2028").headers["location"]
    check = owner.ask(step).text
    assert step.endswith("/check")
    for said in ("Amendment notice 1", "20 December 2026", "Next review 27 March 2028", "Duty officer, 01206 111111"):
        assert said in check
    assert not AmendmentNotice.objects.exists()
    done = owner.fill(step)
    assert done.headers["location"] == f"{here}/review/done"
    shown = owner.ask(f"{here}/review/done").text
    assert "Amendment notice 1" in shown
    assert "20 December 2026" in shown
    version = isp.versions.get()
    after = datetime.date(2026, 12, 21)
    assert effective_texts(version, after)["retention"] == "One year."

    notice = f"{here}/amendments/1"
    assert "object" in signer.ask("/tasks").text.lower()
    assert "Object to this notice" in signer.ask(notice).text
    page = signer.ask(notice).text
    hidden = {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}
    assert signer.ask(notice + "/object", hidden | {"reason": "We need two years."}).status_code == 303
    assert effective_texts(version, after)["retention"] == "Two years."
    assert "trust objects" in owner.ask("/tasks").text.lower()
    page = owner.ask(notice).text
    assert "We need two years." in page
    assert "Withdraw the notice" in page
    page = signer.ask(notice).text
    hidden = {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}
    assert signer.ask(notice + "/take-back", hidden).status_code == 303
    assert Objection.objects.get().taken_back_on == NOW.date()
    assert "Amendment notices" in owner.ask(here).text

    sent = signer.fill(f"{here}/report", kind="COMPLAINT", what="A letter came.")
    assert sent.headers["location"] == f"{here}/report/sent"
    assert "Reported: Case meetings" in owner.ask("/tasks").text
    trigger = re.search(rf"{here}/triggers/\d+", owner.ask(here).text)
    assert trigger is not None
    assert owner.fill(trigger[0], decision="take", answer="We look at it.").status_code == 303
    assert "A complaint" in owner.ask(f"{here}/review").text
    assert Isp.objects.get(pk=isp.pk).next_review_on == datetime.date(2026, 12, 20)
