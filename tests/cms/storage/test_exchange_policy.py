"""What a partner's own key may do, asked of the real server with that key."""

import json
import os
import urllib.error
import urllib.request
import uuid

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command

from cms.core.errors import BadInput
from cms.storage.inbound import boxes, services
from cms.storage.inbound.exchanges import exchange
from cms.storage.inbound.policies import exchange_policy, lifecycle_rules
from cms.storage.models import ExchangePartner, InboundReceipt
from cms.storage.s3 import client
from cms.storage.s3_buckets import ensure_buckets
from tests.cms.storage.test_inbound import EDITOR, words
from tests.factories.registers import make_partner

A, B = "arn:aws:iam:::user/partner-a", "arn:aws:iam:::user/partner-b"


def box_of(folder, principal, **fields):
    partner = make_partner(folder, **fields)
    return ExchangePartner.objects.create(
        partner=partner, folder=folder, principal=principal, opened_at="2026-11-01T00:00Z"
    )


def as_partner(name, monkeypatch):
    with monkeypatch.context() as patch:
        for part in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
            patch.setenv(f"AWS_{part}", os.environ[f"TEST_S3_PARTNER_{name}_{part}"])
        return client(os.environ["TEST_S3_ENDPOINT_URL"], attempts=1)


def status(ask, **given):
    try:
        return ask(**given)["ResponseMetadata"]["HTTPStatusCode"]
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def buckets(s3, settings, db):
    settings.S3_EXCHANGE_BUCKET = f"exchange-{uuid.uuid4().hex[:10]}"
    list(ensure_buckets())
    return settings


@pytest.mark.service("s3")
def test_a_partner_drops_into_its_own_folder_and_reads_its_own_answers(buckets, monkeypatch, capsys):
    box_of("riverside", os.environ["TEST_S3_PARTNER_A_PRINCIPAL"])
    box_of("hillside", os.environ["TEST_S3_PARTNER_B_PRINCIPAL"])
    for _ in range(2):
        call_command("exchange_policy", apply=True)
    assert "folders of 2 partners" in capsys.readouterr().out
    theirs, bucket = as_partner("A", monkeypatch), buckets.S3_EXCHANGE_BUCKET
    assert status(theirs.put_object, Bucket=bucket, Key="inbox/riverside/report.pdf", Body=words()) == 200
    assert services.fetch_new().decided == 1
    row = InboundReceipt.objects.get()
    assert (row.state, row.tagged_at is None, row.answered_at is None) == ("drafted", False, False)
    own, foreign = f"outbox/riverside/{row.pk}.json", "outbox/hillside/1.json"
    exchange().answer(foreign, b"{}")
    assert json.loads(theirs.get_object(Bucket=bucket, Key=own)["Body"].read())["outcome"] == "drafted"
    listed = theirs.list_objects_v2(Bucket=bucket, Prefix="outbox/riverside/")
    assert [one["Key"] for one in listed["Contents"]] == [own]
    mine = {"Bucket": bucket, "Key": "inbox/riverside/report.pdf"}
    refused = {
        "another's folder": (theirs.put_object, {"Bucket": bucket, "Key": "inbox/hillside/x.pdf", "Body": b"x"}),
        "beside the folders": (theirs.put_object, {"Bucket": bucket, "Key": "inbox/x.pdf", "Body": b"x"}),
        "the answers": (theirs.put_object, {"Bucket": bucket, "Key": own, "Body": b"x"}),
        "a public file": (theirs.put_object, mine | {"Body": b"x", "ACL": "public-read"}),
        "list the inbox": (theirs.list_objects_v2, {"Bucket": bucket, "Prefix": "inbox/riverside/"}),
        "list versions": (theirs.list_object_versions, {"Bucket": bucket, "Prefix": "inbox/riverside/"}),
        "list everything": (theirs.list_objects_v2, {"Bucket": bucket}),
        "list another's answers": (theirs.list_objects_v2, {"Bucket": bucket, "Prefix": "outbox/hillside/"}),
        "read its own file back": (theirs.get_object, mine),
        "its own version": (theirs.get_object, mine | {"VersionId": row.version}),
        "delete its own file": (theirs.delete_object, mine),
        "delete its own version": (theirs.delete_object, mine | {"VersionId": row.version}),
        "open its own file": (theirs.put_object_acl, mine | {"ACL": "public-read"}),
        "mark its own file": (theirs.put_object_tagging, mine | {"Tagging": {"TagSet": []}}),
        "another's answer": (theirs.get_object, {"Bucket": bucket, "Key": foreign}),
        "the policy": (theirs.get_bucket_policy, {"Bucket": bucket}),
    }
    for role in ("", "-mirror", "-quarantine"):
        place = {"Bucket": f"{buckets.S3_BUCKET}{role}"}
        refused[f"list {role}"] = (theirs.list_objects_v2, place)
        refused[f"write {role}"] = (theirs.put_object, place | {"Key": "x", "Body": b"x"})
        refused[f"read {role}"] = (theirs.get_object, place | {"Key": f"quarantine/{row.sha256}"})
    assert {what: status(ask, **given) for what, (ask, given) in refused.items()} == dict.fromkeys(refused, 403)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{buckets.S3_ENDPOINT_URL}/{bucket}/inbox/riverside/report.pdf")  # noqa: S310
    boxes.close_box(by=EDITOR, box_id=ExchangePartner.objects.get(folder="riverside").pk)
    call_command("exchange_policy", apply=True)
    after = {
        "drop": (theirs.put_object, mine | {"Body": words()}),
        **{what: refused[what] for what in ("read its own file back", "its own version", "open its own file")},
        "its answer": (theirs.get_object, {"Bucket": bucket, "Key": own}),
    }
    assert {what: status(ask, **given) for what, (ask, given) in after.items()} == dict.fromkeys(after, 403)
    rules = exchange().s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert {rule["ID"] for rule in rules} == {"inbox-received", "inbox-refused", "inbox-cut-off", "outbox"}
    assert [rule["ID"] for rule in rules if rule.get("Expiration", {}).get("ExpiredObjectDeleteMarker")] == [
        "inbox-cut-off"
    ]
    kept = exchange().s3.get_bucket_lifecycle_configuration(Bucket=f"{buckets.S3_BUCKET}-quarantine")["Rules"]
    assert not any("Expiration" in rule for rule in kept)  # what waits for the scanner is nowhere else
    ExchangePartner.objects.update(principal="")
    call_command("exchange_policy", apply=True, site="")
    assert "there is no policy any more" in capsys.readouterr().out
    assert status(exchange().s3.get_bucket_policy, Bucket=bucket) == 404
    call_command("exchange_policy", apply=True, site="")


@pytest.mark.django_db
def test_the_policy_names_each_body_for_its_own_folder_alone(settings, capsys):
    settings.S3_BUCKET, settings.S3_EXCHANGE_BUCKET = "site", ""
    box_of("riverside", A)
    box_of("hillside", B)
    box_of("no-user", "")
    box_of("candidate", "arn:aws:iam:::user/candidate", membership="candidate")
    ExchangePartner.objects.create(
        partner=make_partner("closed"),
        folder="closed",
        principal="arn:aws:iam:::user/closed",
        opened_at="2026-11-01T00:00Z",
        closed_at="2026-11-02T00:00Z",
    )
    call_command("exchange_policy", site="arn:aws:iam:::user/site")
    shown = json.loads(capsys.readouterr().out)
    assert shown["policy"] == exchange_policy(bucket="site-exchange", site="arn:aws:iam:::user/site")
    assert shown["lifecycle"] == lifecycle_rules()
    allowed = [rule for rule in shown["policy"]["Statement"] if rule["Effect"] == "Allow"]
    named = {principal for rule in allowed for principal in rule["Principal"]["AWS"]}
    assert named == {A, B, "arn:aws:iam:::user/site"}
    for rule in allowed:
        if rule["Principal"]["AWS"] == [A]:
            assert "hillside" not in json.dumps(rule)
    denied = [rule["Principal"]["AWS"] for rule in shown["policy"]["Statement"] if rule["Effect"] == "Deny"]
    everybody = sorted([A, B, "arn:aws:iam:::user/candidate", "arn:aws:iam:::user/closed"])
    assert denied == [everybody, everybody]  # who may drop no more owns what it dropped, and has its key
    assert all(rule["Sid"].isalnum() for rule in shown["policy"]["Statement"])  # AWS takes no others


@pytest.mark.django_db
def test_our_own_user_is_no_partners(settings, monkeypatch):
    settings.S3_BUCKET, settings.S3_EXCHANGE_BUCKET = "site", ""
    monkeypatch.setattr(boxes, "site_principal", lambda: A)
    with pytest.raises(BadInput, match="site’s own user"):
        boxes.open_box(by=EDITOR, partner_id=make_partner("riverside").pk, folder="riverside", principal=A)
    box_of("riverside", A)  # as if the server had been away
    with pytest.raises(CommandError, match="lock us out"):
        call_command("exchange_policy", site=A)


@pytest.mark.django_db
def test_without_s3_there_is_no_policy(folders):
    with pytest.raises(CommandError, match="S3_BUCKET is not set"):
        call_command("exchange_policy")
