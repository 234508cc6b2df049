"""What partners' systems sent, in the admin: seen and decided by the core team, by nobody else."""

import pytest
from django.urls import reverse
from wagtail.models import Collection

from cms.members.models import SiteRole
from cms.storage.inbound import services
from cms.storage.inbound.ports import INBOX
from cms.storage.models import ExchangePartner, InboundReceipt
from tests.cms.storage.test_inbound import CSV, Partner, open_box, words
from tests.factories.people import UserFactory
from tests.factories.registers import make_partner

pytestmark = pytest.mark.django_db
LIST, FOLDERS = "/admin/reports/sent-by-partners/", "/admin/reports/sent-by-partners/folders/"


@pytest.fixture
def sent(folders, settings):
    partner, box = Partner("folder", settings), open_box()
    for name, content in (("one.pdf", words()), ("two.csv", CSV), ("bad.docx", CSV), ("agreements/old.pdf", words())):
        partner.drop(f"{INBOX}{box.folder}/{name}", content)
    services.fetch_new()
    return {row.name: row for row in InboundReceipt.objects.all()}


def editor(client):
    client.force_login(UserFactory(site_role=SiteRole.Role.CORE_EDITOR))
    return client


def test_an_editor_filters_accepts_declines_and_asks_again(client, sent):
    editor(client)
    page = client.get(LIST, {"state": "refused"}).content.decode()
    assert ("bad.docx" in page, "one.pdf" in page) == (True, False)
    assert "one.pdf" not in client.get(LIST, {"waits": "true"}).content.decode()
    place = Collection.get_first_root_node().add_child(name="Guidance")
    one, two, bad = (reverse("sent_by_partner", args=[sent[name].pk]) for name in ("one.pdf", "two.csv", "bad.docx"))
    assert "Until then nobody but the core team" in client.get(one).content.decode()
    wrong = client.post(two, {"press": "decline", "words": ""})
    assert (wrong.status_code, "This field is required" in wrong.content.decode()) == (422, True)
    client.post(one, {"press": "accept", "collection": place.pk})
    client.post(two, {"press": "decline", "words": "It is of last year."})
    client.post(bad, {"press": "again"})
    services.fetch_new()
    for row in sent.values():
        row.refresh_from_db()
    assert (sent["one.pdf"].state, sent["one.pdf"].document.collection) == ("accepted", place)
    assert (sent["two.csv"].state, sent["two.csv"].reason) == ("declined", "It is of last year.")
    assert (sent["bad.docx"].state, sent["bad.docx"].attempts) == ("refused", 1)
    page = client.get(one).content.decode()
    assert 'value="accept"' not in page
    client.post(one, {"press": "decline", "words": "Too late."})
    assert InboundReceipt.objects.get(pk=sent["one.pdf"].pk).state == "accepted"
    paper = client.get(reverse("sent_by_partner", args=[sent["agreements/old.pdf"].pk])).content.decode()
    assert reverse("intake_batches") in paper
    assert not any(f'value="{press}"' in paper for press in ("accept", "decline"))


def test_an_editor_opens_and_closes_folders(client, folders, settings):
    editor(client)
    settings.S3_BUCKET, settings.S3_EXCHANGE_BUCKET = "site", ""
    body, candidate = make_partner("riverside"), make_partner("candidate", membership="candidate")
    given = {"folder": "riverside", "principal": "arn:aws:iam:::user/riverside"}
    assert client.post(FOLDERS, {**given, "partner": candidate.pk}).status_code == 422
    again = client.post(FOLDERS, {**given, "partner": body.pk, "folder": "River side"})
    assert (again.status_code, "arn:aws:iam:::user/riverside" in again.content.decode()) == (422, True)
    assert client.post(FOLDERS, {**given, "partner": body.pk}).status_code == 302
    page = client.get(FOLDERS).content.decode()
    assert "arn:aws:s3:::site-exchange/inbox/riverside/*" in page
    assert "only where s3:prefix is outbox/riverside/*<" in page
    client.post(FOLDERS, {"close": ExchangePartner.objects.get().pk})
    assert ExchangePartner.objects.get().closed_at is not None
    assert client.post(FOLDERS, {"close": "99"}).status_code == 302
    assert client.post(FOLDERS, {"press": "fetch"}).status_code == 302


@pytest.mark.parametrize("role", [None, SiteRole.Role.MANAGEMENT_GROUP])
def test_others_neither_see_nor_decide(client, sent, role):
    client.force_login(UserFactory(site_role=role))
    one = reverse("sent_by_partner", args=[sent["one.pdf"].pk])
    for url in (LIST, FOLDERS, one):
        assert "one.pdf" not in client.get(url, follow=True).content.decode()
    client.post(one, {"press": "decline", "words": "No."})
    client.post(FOLDERS, {"close": ExchangePartner.objects.get().pk})
    assert InboundReceipt.objects.get(pk=sent["one.pdf"].pk).state == "drafted"
    assert ExchangePartner.objects.get().closed_at is None
