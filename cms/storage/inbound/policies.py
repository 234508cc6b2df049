"""What a partner's own key may do at the S3 server: written from templates in infra/storage, one set for each body.

Servers such as radosgw put no names into a policy by themselves, so each body has statements of its own.
"""

import json
from string import Template
from typing import Any

from django.conf import settings

from cms.storage.inbound.exchanges import bucket_exchange
from cms.storage.inbound.ports import INBOX, OUTBOX, TAG
from cms.storage.models import ExchangePartner
from cms.storage.places import EXCHANGE, Role, bucket_of

TEMPLATES = settings.BASE_DIR / "infra" / "storage"
LONGEST = 20 << 10  # bytes of a policy that servers take
TAKEN_DAYS, CUT_OFF_DAYS = 30, 7


class NoPolicy(Exception):
    """It cannot be made, in words for the operator."""


def open_boxes() -> list[ExchangePartner]:
    """Those with a user at the server, whose body is a member today."""
    rows = ExchangePartner.objects.filter(closed_at=None, partner__membership="member").exclude(principal="")
    return list(rows.select_related("partner").order_by("pk"))


def exchange_policy(*, bucket: str, site: str) -> dict[str, Any]:
    """The whole policy of the exchange bucket. `site` is our own user at the server; "" where the bucket's owner owns
    what others put into it (AWS with "bucket owner enforced"). Raises NoPolicy where it is too long, or a body has our
    own user."""
    boxes = open_boxes()
    statements: list[Any] = []
    # closed or not: on servers such as radosgw a file stays its sender's, and so does the key
    known = ExchangePartner.objects.exclude(principal="").order_by("principal")
    principals = list(known.values_list("principal", flat=True))
    if site in principals:
        raise NoPolicy(f"A partner's folder names our own user, {site}: it would lock us out.")
    for statement in _template("exchange-all.json.in", bucket=bucket, site=site):
        if statement["Effect"] == "Deny":
            statement["Principal"] = {"AWS": principals}
        if statement["Principal"]["AWS"] not in ([], [""]):
            statements.append(statement)
    for box in boxes:
        statements += partner_statements(box, bucket)
    policy = {"Version": "2012-10-17", "Statement": statements}
    if len(json.dumps(policy)) > LONGEST:
        raise NoPolicy(f"The folders of {len(boxes)} partners do not fit into one policy of {LONGEST >> 10} KB.")
    return policy


def partner_statements(box: ExchangePartner, bucket: str) -> list[Any]:
    given = {"number": box.pk, "principal": box.principal, "folder": box.folder, "bucket": bucket}
    return _template("exchange-partner.json.in", **given)


def _template(name: str, **values: Any) -> list[Any]:
    """Filled in as JSON, so that no value can end a text and begin a rule. `$${principals}` is put in by the caller."""
    text = (TEMPLATES / name).read_text()
    quoted = {key: json.dumps(str(value))[1:-1] for key, value in values.items()}
    found: list[Any] = json.loads(Template(text).substitute({"principals": "", **quoted}))
    return found


def lifecycle_rules() -> dict[str, list[dict[str, Any]]]:
    """{bucket: rules}: what the server forgets by itself. Of the inbox only what was dealt with; of quarantine nothing
    that is current, since some of it only waits for the scanner: the site deletes what was refused."""
    taken = [
        {
            "ID": f"inbox-{outcome}",
            "Status": "Enabled",
            "Filter": {"And": {"Prefix": INBOX, "Tags": [{"Key": TAG, "Value": outcome}]}},
            "Expiration": {"Days": TAKEN_DAYS},
            "NoncurrentVersionExpiration": {"NoncurrentDays": TAKEN_DAYS},
        }
        for outcome in ("received", "refused")
    ]
    cut_off = {
        "ID": "inbox-cut-off",
        "Status": "Enabled",
        "Filter": {"Prefix": INBOX},
        "Expiration": {"ExpiredObjectDeleteMarker": True},  # what is left of a file whose versions have gone
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": CUT_OFF_DAYS},
    }
    answers = {  # the current one stays: the body may read it at any time
        "ID": "outbox",
        "Status": "Enabled",
        "Filter": {"Prefix": OUTBOX},
        "NoncurrentVersionExpiration": {"NoncurrentDays": TAKEN_DAYS},
    }
    quarantine = {
        "ID": "quarantine",
        "Status": "Enabled",
        "Filter": {"Prefix": "quarantine/"},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": CUT_OFF_DAYS},
    }
    return {bucket_of(EXCHANGE): [*taken, cut_off, answers], bucket_of(Role.QUARANTINE): [quarantine]}


def site_principal() -> str:
    """Our own user as a policy names it, where the server is not AWS: there a file belongs to who put it, and without
    this statement we could not even mark it. Raises StoreUnavailable."""
    if not settings.S3_ENDPOINT_URL:
        return ""
    return f"arn:aws:iam:::user/{bucket_exchange(bucket_of(EXCHANGE), settings.S3_ENDPOINT_URL).owner()}"


def apply_policy(*, site: str) -> list[str]:
    """Set policy and rules at the server; twice is harmless. Returns what was done. Raises as `exchange_policy`, and
    StoreUnavailable."""
    bucket = bucket_of(EXCHANGE)
    server = bucket_exchange(bucket, settings.S3_ENDPOINT_URL)
    done = []
    policy = exchange_policy(bucket=bucket, site=site)
    if policy["Statement"]:
        server.set_policy(json.dumps(policy))
        done.append(f"{bucket}: folders of {len(open_boxes())} partners")
    else:
        server.delete_policy()
        done.append(f"{bucket}: no partner has a user at the server, and there is no policy any more")
    server.close_to_public()
    done.append(f"{bucket}: nothing in it is public, whatever rights a sender gives")
    for name, rules in lifecycle_rules().items():
        server.set_lifecycle(name, rules)
        done.append(f"{name}: {len(rules)} rules of what is forgotten")
    return done
