"""The registers of each month, signed: what they said can be shown later, also by somebody else, and without this site
(docs/adr/0024)."""

import datetime
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.clock import LONDON
from cms.core.errors import BadInput, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.snippets.models import RegisterKey, RegisterSnapshot, SnapshotFile
from cms.snippets.permissions import registers_are_open
from cms.snippets.register_export import FORMAT, Row, as_csv, canonical_json, read_registers, registers_for, sha256_of
from cms.snippets.register_keys import Signer, signers

logger = logging.getLogger(__name__)
MANIFEST_FORMAT = 1
HOUR = 3  # of London's first day of the month, from which it is taken
Audience = RegisterSnapshot.Audience
Kind = SnapshotFile.Kind


@dataclass(frozen=True, slots=True)
class Made:
    """One file before it is kept."""

    name: str
    kind: str
    content: bytes
    rows: int | None = None


def this_month() -> str:
    """London's: 2026-11"""
    return f"{clock.today():%Y-%m}"


def audiences() -> list[str]:
    """Members always; the public where the site shows it a part of the registers."""
    return [Audience.MEMBERS, Audience.PUBLIC] if registers_are_open() else [Audience.MEMBERS]


def take_when_due() -> None:
    """Each hour: this month's, once its first night is over, or later where the site was not running then. It says when
    it was taken, and a month that went by without one gets none: what would stand in it is not what stood then."""
    local = clock.now().astimezone(LONDON)
    if local.day == 1 and local.hour < HOUR:
        return
    take_snapshots(by=SYSTEM)


def signer_of_today() -> Signer:
    """The key that signs next: the first of REGISTER_SIGNING_KEY. Raises BadInput where there is none, or others have
    it too."""
    try:
        signer = next(iter(signers()), None)
    except ImproperlyConfigured as error:
        raise BadInput(str(error)) from error
    if signer is None:
        raise BadInput("REGISTER_SIGNING_KEY is missing: there is no key to sign with.")
    if RegisterKey.objects.filter(key_id=signer.key_id, compromised_on__isnull=False).exists():
        raise BadInput(f"REGISTER_SIGNING_KEY: the key {signer.key_id} was stolen. Put a new one above it.")
    return signer


def take_snapshots(*, by: Requester) -> list[RegisterSnapshot]:
    """This month's, for each audience that has none yet; the ones that were taken now. In no transaction of the
    caller's. Raises BadInput without a key to sign with, StoreUnavailable."""
    signer = signer_of_today()
    month = this_month()
    there = RegisterSnapshot.objects.filter(month=month)
    known = set(there.values_list("audience", flat=True))
    taken = []
    for audience in audiences():
        if audience in known:
            continue
        now = clock.now()
        found = read_registers(audience)
        try:
            taken.append(_take(by, signer, RegisterSnapshot(month=month, audience=audience, taken_at=now), found))
        except IntegrityError:
            if not there.filter(audience=audience).exists():
                raise
            logger.info("snapshot %s %s was taken by another at the same time", month, audience)
    return taken


@transaction.atomic
def _take(by: Requester, signer: Signer, snapshot: RegisterSnapshot, found: dict[str, list[Row]]) -> RegisterSnapshot:
    """Of two that take the same one, the second stops at the unique row, and its files are known by their content."""
    used = {"pem": signer.pem, "first_used_at": snapshot.taken_at}
    snapshot.key, _ = RegisterKey.objects.get_or_create(key_id=signer.key_id, defaults=used)
    snapshot.save()
    files = _tables(snapshot, found)
    manifest = Made(_name(snapshot, "manifest", "json"), Kind.MANIFEST, _manifest(snapshot, files))
    signature = Made(f"{manifest.name}.sig", Kind.SIGNATURE, signer.sign(manifest.content))
    for made in (*files, manifest, signature):
        row = SnapshotFile(
            snapshot=snapshot,
            name=made.name,
            kind=made.kind,
            rows=made.rows,
            sha256=sha256_of(made.content),
            size=len(made.content),
        )
        row.file.save(made.name, ContentFile(made.content), save=False)
        row.save()
    record(by, "snapshot.taken", snapshot, after={"manifest": sha256_of(manifest.content)})
    logger.info("snapshot %s taken", snapshot)
    return snapshot


def _tables(snapshot: RegisterSnapshot, found: dict[str, list[Row]]) -> list[Made]:
    whole = {
        "audience": snapshot.audience,
        "format": FORMAT,
        "month": snapshot.month,
        "taken_at": _moment(snapshot),
        "registers": found,
    }
    rows = sum(len(each) for each in found.values())
    made = [Made(_name(snapshot, "register", "json"), Kind.JSON, canonical_json(whole), rows)]
    for register in registers_for(snapshot.audience):
        table = as_csv(register, found[register.name], snapshot.audience)
        made.append(Made(_name(snapshot, register.name, "csv"), Kind.CSV, table, len(found[register.name])))
    return made


def _manifest(snapshot: RegisterSnapshot, files: list[Made]) -> bytes:
    """What is signed: the names and hashes of the files, when they were taken, and which snapshot came before."""
    return canonical_json(
        {
            "format": MANIFEST_FORMAT,
            "site": settings.FRONTEND_ORIGIN,
            "month": snapshot.month,
            "audience": snapshot.audience,
            "taken_at": _moment(snapshot),
            "key_id": snapshot.key.key_id,
            "previous": _previous(snapshot),
            "files": [
                {"name": made.name, "sha256": sha256_of(made.content), "size": len(made.content), "rows": made.rows}
                for made in files
            ],
        }
    )


def _previous(snapshot: RegisterSnapshot) -> dict[str, Any] | None:
    """The manifest before: one snapshot cannot be taken away later without the next one saying so."""
    before = SnapshotFile.objects.filter(
        kind=Kind.MANIFEST, snapshot__audience=snapshot.audience, snapshot__month__lt=snapshot.month
    )
    last = before.select_related("snapshot").order_by("-snapshot__month").first()
    return None if last is None else {"month": last.snapshot.month, "sha256": last.sha256}


def _name(snapshot: RegisterSnapshot, what: str, suffix: str) -> str:
    opened = "public-" if snapshot.audience == Audience.PUBLIC else ""
    return f"{opened}{what}-{snapshot.month}.{suffix}"


def _moment(snapshot: RegisterSnapshot) -> str:
    return str(snapshot.taken_at.isoformat(timespec="seconds"))


@transaction.atomic
def distrust_key(*, by: Requester, key_id: str, since: datetime.date | None) -> RegisterKey:
    """Say from which day on others had this key, or (None) that this was a mistake. Copies that the site took itself
    stay good; what is merely signed with the key counts no more. Raises NotFound, BadInput for a day to come."""
    key: RegisterKey | None = RegisterKey.objects.select_for_update().filter(key_id=key_id.strip().lower()).first()
    if key is None:
        raise NotFound(f"No copy was signed with a key {key_id}.")
    if since is not None and since > clock.today():
        raise BadInput(f"{since} is still to come.")
    before, key.compromised_on = key.compromised_on, since
    key.save(update_fields=["compromised_on"])
    verb = "register_key.distrusted" if since else "register_key.trusted"
    record(by, verb, key, label=key.key_id, before=before, after=since)
    return key
