"""The registers as tables for other systems: the same content is the same bytes, and nobody's name is in them.

Columns are those of bodies, agreements and law. Owners, contacts, stewards and free texts in which people are named
stay on the site. The rows are those that `policy.visible` gives to a member of no party, or to the public.
"""

import datetime
import hashlib
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, Requester
from cms.core.tabular.writing import write_csv, write_xlsx
from cms.snippets.models import Dataset, Isp, IspParty, IspVersion, LegalGateway, Partner, PartnerAlias, Succession
from cms.snippets.review_state import due_date
from cms.snippets.selectors import review_states, speaking_versions

FORMAT = 1  # of the rows: goes up when a column changes its meaning or goes
# A member of no party: no partner has the key 0, so what is for parties alone is not seen.
READERS: Mapping[str, Requester] = {"members": Requester(partners=frozenset({0})), "public": ANONYMOUS}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP archive can hold
MADE_AT = "1980-01-01T00:00:00Z"
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """One table: its columns in their order, and those of them that the public sees (None: the table is members')."""

    name: str
    title: str
    columns: tuple[str, ...]
    public: tuple[str, ...] | None
    rows: Callable[[Requester], list[Row]]

    def columns_for(self, audience: str) -> tuple[str, ...]:
        return self.columns if audience == "members" else self.public or ()


def _isps(by: Requester) -> list[Row]:
    found = list(visible(Isp.objects.all(), by).order_by().select_related("theme"))
    states = review_states(found, clock.today())
    versions = _speaking(by, [isp.pk for isp in found])
    partners = _partner_names(by)
    rows = []
    for isp in found:
        version = versions.get(isp.pk)
        slug, name = partners.get(isp.lead_id, ("", ""))
        rows.append(
            {
                "reference": isp.reference,
                "external_reference": isp.external_reference,
                "title": isp.title,
                "kind": isp.kind,
                "theme": isp.theme.name if isp.theme else "",
                "lead": slug,
                "lead_name": name,
                "visibility": isp.visibility,
                "status": str(states[isp.pk].status),
                "starts_on": isp.starts_on,
                "ends_on": isp.ends_on,
                "next_review_on": due_date(isp.next_review_on, isp.next_review_precision),
                "next_review_precision": isp.next_review_precision,
                "suspended_on": isp.suspended_on,
                "retired_on": isp.retired_on,
                "gone_on": isp.gone_on,
                "version": version.number if version else None,
                "version_state": version.state if version else "",
                "in_force_from": version.in_force_from if version else None,
                "content_hash": version.content_hash if version else "",
                "summary": version.summary if version else "",
                "is_example": isp.is_example,
            }
        )
    return rows


def _parties(by: Requester) -> list[Row]:
    isps = dict(visible(Isp.objects.all(), by).order_by().values_list("pk", "reference"))
    versions = {version.pk: version for version in _speaking(by, isps).values()}
    partners = _partner_names(by)
    parts = visible(IspParty.objects.all(), by).filter(version__in=list(versions)).order_by()
    return [
        {
            "isp": isps[versions[part.version_id].isp_id],
            "version": versions[part.version_id].number,
            "partner": partners[part.partner_id][0],
            "partner_name": partners[part.partner_id][1],
            "role": part.role,
            "controller_status": part.controller_status,
            "service_area": part.service_area,
            "covered_from": part.covered_from,
            "covered_to": part.covered_to,
            "joined_on": part.joined_on,
            "left_on": part.left_on,
        }
        for part in parts
    ]


def _partners(by: Requester) -> list[Row]:
    found = list(visible(Partner.objects.all(), by).order_by().select_related("sector"))
    slugs = {partner.pk: partner.slug for partner in found}
    names, after = defaultdict(list), defaultdict(list)
    for partner, name in visible(PartnerAlias.objects.all(), by).order_by().values_list("partner_id", "name"):
        names[partner].append(name)
    successions = visible(Succession.objects.all(), by).order_by()
    for before, successor in successions.values_list("predecessor_id", "successor_id"):
        after[before].append(slugs[successor])
    return [
        {
            "slug": partner.slug,
            "name": partner.name,
            "legal_controller": partner.controller_name,
            "can_sign": partner.can_sign,
            "sector": partner.sector.code,
            "organisation_type": partner.organisation_type,
            "area": partner.area,
            "parent": slugs.get(partner.parent_id, ""),
            "same_as": slugs.get(partner.duplicate_of_id, ""),
            "website": partner.website,
            "existence": partner.existence,
            "membership": partner.membership,
            "joined_on": partner.joined_on,
            "also_known_as": sorted(names[partner.pk]),
            "taken_over_by": sorted(after[partner.pk]),
            "is_example": partner.is_example,
        }
        for partner in found
    ]


def _datasets(by: Requester) -> list[Row]:
    partners = _partner_names(by)
    rows = []
    for dataset in visible(Dataset.objects.all(), by).order_by():
        slug, name = partners.get(dataset.holder_id, ("", ""))
        rows.append(
            {
                "slug": dataset.slug,
                "title": dataset.title,
                "holder": slug,
                "holder_name": name,
                "description": dataset.description,
                "categories": [line.strip() for line in dataset.categories.splitlines() if line.strip()],
                "coverage": dataset.coverage,
                "update_frequency": dataset.update_frequency,
                "format": dataset.format,
                "sensitivity": dataset.sensitivity,
                "open_data_url": dataset.open_data_url,
                "last_confirmed_on": dataset.last_confirmed_on,
                "confirm_by": dataset.confirm_by,
                "is_example": dataset.is_example,
            }
        )
    return rows


LAW = (
    *("slug", "act", "year", "provision", "title", "what_it_does", "effect", "power_is", "who"),
    *("passed_on", "in_force_from", "in_force_to", "source_url", "verified_on"),
)


def _gateways(by: Requester) -> list[Row]:
    found = visible(LegalGateway.objects.all(), by).order_by()
    return [{**{name: getattr(row, name) for name in LAW}, "state": row.state} for row in found]


def _speaking(by: Requester, isps: Iterable[int]) -> dict[int, IspVersion]:
    """{agreement: the version that speaks for it, of those that the reader may see}."""
    first = {isp: pks[0] for isp, pks in speaking_versions(by, isps).items()}
    found = IspVersion.objects.in_bulk(list(first.values()))
    return {isp: found[pk] for isp, pk in first.items()}


def _partner_names(by: Requester) -> dict[int, tuple[str, str]]:
    rows = visible(Partner.objects.all(), by).order_by().values_list("pk", "slug", "name")
    return {pk: (slug, name) for pk, slug, name in rows}


ISP_COLUMNS = (
    *("reference", "external_reference", "title", "kind", "theme", "lead", "lead_name", "visibility", "status"),
    *("starts_on", "ends_on", "next_review_on", "next_review_precision", "suspended_on", "retired_on", "gone_on"),
    *("version", "version_state", "in_force_from", "content_hash", "summary", "is_example"),
)
PARTY_COLUMNS = (
    *("isp", "version", "partner", "partner_name", "role", "controller_status", "service_area"),
    *("covered_from", "covered_to", "joined_on", "left_on"),
)
PARTNER_COLUMNS = (
    *("slug", "name", "legal_controller", "can_sign", "sector", "organisation_type", "area", "parent", "same_as"),
    *("website", "existence", "membership", "joined_on", "also_known_as", "taken_over_by", "is_example"),
)
DATASET_COLUMNS = (
    *("slug", "title", "holder", "holder_name", "description", "categories", "coverage", "update_frequency"),
    *("format", "sensitivity", "open_data_url", "last_confirmed_on", "confirm_by", "is_example"),
)
# The public part of an agreement, as members_api.snippets.public has it for the API.
MEMBERS_ONLY = frozenset(
    {
        *("external_reference", "starts_on", "ends_on", "suspended_on", "retired_on", "gone_on", "in_force_from"),
        *("content_hash", "service_area", "covered_from", "covered_to", "joined_on", "left_on"),
    }
)


def _public(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in columns if column not in MEMBERS_ONLY)


REGISTERS = (
    Register("isps", "Agreements", ISP_COLUMNS, _public(ISP_COLUMNS), _isps),
    Register("parties", "Parties to agreements", PARTY_COLUMNS, _public(PARTY_COLUMNS), _parties),
    Register("partners", "Partners", PARTNER_COLUMNS, PARTNER_COLUMNS, _partners),
    Register("datasets", "Datasets", DATASET_COLUMNS, None, _datasets),
    Register("gateways", "Legal gateways", (*LAW, "state"), (*LAW, "state"), _gateways),
)
KEYS = {"isps": ("reference",), "parties": ("isp", "version", "partner")}  # the others: their slug


def registers_for(audience: str) -> tuple[Register, ...]:
    """The registers of which this audience ("members", "public") sees anything."""
    return tuple(register for register in REGISTERS if register.columns_for(audience))


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything that is read inside is as of the first query, whatever is written meanwhile. On SQLite a transaction
    is enough; PostgreSQL must be asked at the beginning of one, so this raises RuntimeError inside of another."""
    within = connection.in_atomic_block  # only in tests: `durable` refuses any other
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql" and not within:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def read_registers(audience: str = "members") -> dict[str, list[Row]]:
    """{register: its rows, sorted by their key}, all as of one moment. In no transaction of the caller's."""
    with _one_moment():
        return {register.name: _read(register, audience) for register in registers_for(audience)}


def _read(register: Register, audience: str) -> list[Row]:
    columns, key = register.columns_for(audience), KEYS.get(register.name, ("slug",))
    rows = [{name: _plain(row[name]) for name in columns} for row in register.rows(READERS[audience])]
    return sorted(rows, key=lambda row: tuple(str(row[name]).zfill(4) for name in key))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def canonical_json(value: Any) -> bytes:
    """Sorted keys, UTF-8, LF, one space of indent, a last line end: equal values are equal bytes."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def as_json(rows: Mapping[str, list[Row]], audience: str = "members") -> bytes:
    """{"audience", "format", "registers": {name: [rows]}}"""
    return canonical_json({"audience": audience, "format": FORMAT, "registers": dict(rows)})


def as_csv(register: Register, rows: list[Row], audience: str = "members") -> bytes:
    columns = register.columns_for(audience)
    return write_csv(columns, [_cells(columns, row) for row in rows])


def as_xlsx(register: Register, rows: list[Row]) -> bytes:
    """A workbook of one sheet whose bytes follow from its rows alone: it says nothing of when it was written."""
    cells = [_cells(register.columns, row) for row in rows]
    made = write_xlsx(register.columns, cells, sheet=register.title)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = STAMP.sub(rb"\g<1>" + MADE_AT.encode() + rb"\g<3>", part)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return out.getvalue()


def _cells(columns: tuple[str, ...], row: Row) -> list[Any]:
    return ["; ".join(row[name]) if isinstance(row[name], list) else row[name] for name in columns]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
