"""Inviting many named people at once, from a list that somebody keeps in a spreadsheet."""

from dataclasses import dataclass

from django.db import transaction

from cms.audit.services import record
from cms.core import policy
from cms.core.errors import BadInput, Conflict, DomainError, Forbidden
from cms.core.requester import Requester
from cms.core.tabular import Report, Row, RowReport, Table
from cms.members.models import PartnerRole
from cms.members.services.invitations import invite
from cms.snippets.importers.names import NameIndex

COLUMNS = {
    "organisation": ("organisation", "organization", "partner"),
    "name": ("name", "full name", "contact"),
    "email": ("e-mail", "email", "e-mail address", "email address"),
    "job_title": ("job title", "title", "position"),
    "role": ("role",),
}
NEEDED = ("organisation", "email")


@dataclass(frozen=True, slots=True)
class Person:
    organisation: str
    name: str
    email: str
    job_title: str
    role: str


@transaction.atomic
def invite_many(*, by: Requester, table: Table, dry_run: bool, send: bool = True) -> Report:
    """Invite every row whose organisation is known by rule; the others say what is missing and change nothing.

    Columns: organisation, name, e-mail, job title, role (empty for a plain member). In a dry run each row says what
    would happen. Raises Forbidden, and BadInput when the columns for organisation or e-mail are not there.
    """
    if not policy.may(by, "invitation.bulk"):
        raise Forbidden("Only the core team invites in bulk.")
    columns = columns_of(table)
    index, report, seen = NameIndex(), Report(table.name, "invitations"), set[tuple[int, str]]()
    for row in table.rows:
        person = _person(row, columns)
        entry = report.add(row.number, f"{person.email} ({person.organisation})")
        partner, role = _partner(index, person, entry), _role(person, entry)
        entry.errors += row.faults
        if row.faults:
            entry.status = "invalid"
        if partner is None or role is None or entry.errors:
            continue
        if (partner, person.email) in seen:
            entry.warnings.append("This person stands in the file twice.")
            continue
        seen.add((partner, person.email))
        _invite(by, entry, partner, role, person, send=send)
    if dry_run:
        transaction.set_rollback(True)
    else:
        record(by, "invitation.bulk_sent", label=table.name, after=report.counts)
    return report


def columns_of(table: Table) -> dict[str, str]:
    """Our name of each column -> the name in the file."""
    printed = {" ".join(column.split()).casefold(): column for column in table.columns}
    found = {key: printed[name] for key, names in COLUMNS.items() for name in names if name in printed}
    missing = [COLUMNS[key][0] for key in NEEDED if key not in found]
    if missing:
        raise BadInput(f"{table.name}: there is no column called {' or '.join(missing)}.")
    return found


def _person(row: Row, columns: dict[str, str]) -> Person:
    cells = {key: row.cells.get(columns.get(key, ""), "").strip() for key in COLUMNS}
    return Person(**cells | {"email": cells["email"].lower()})


def _partner(index: NameIndex, person: Person, entry: RowReport) -> int | None:
    found = index.resolve(person.organisation)
    if found.partner is None:
        entry.status = "unresolved"
        entry.errors.append(f"“{person.organisation}” is not a known organisation.")
        if found.candidates:
            names = [index.partners[slug].name for slug in found.candidates if slug in index.partners]
            entry.errors.append(f"Like it: {', '.join(names or found.candidates)}.")
        return None
    entry.warnings += found.warnings
    return index.keys[found.partner]


def _role(person: Person, entry: RowReport) -> str | None:
    """The role's code; None for words that name no role."""
    words = person.role.casefold()
    names = {key.casefold(): value for value, label in PartnerRole.Role.choices for key in (value, str(label))}
    if not words or words == "member":
        return ""
    if words not in names:
        entry.status = "invalid"
        entry.errors.append(f"“{person.role}” is not a role. Roles are {', '.join(PartnerRole.Role.labels)}.")
        return None
    return names[words]


def _invite(by: Requester, entry: RowReport, partner: int, role: str, person: Person, *, send: bool) -> None:
    try:
        with transaction.atomic():
            invite(
                by=by,
                partner_id=partner,
                email=person.email,
                name=person.name,
                role=role,
                job_title=person.job_title,
                send=send,
            )
        entry.status = "new"
    except Conflict as error:
        entry.warnings.append(str(error))
    except DomainError as error:
        entry.status = "invalid"
        entry.errors.append(str(error))
