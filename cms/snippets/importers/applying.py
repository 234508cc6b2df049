"""Write a plan: new ISPs, changed ones, those that are gone. Few statements, whatever the size of the file."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from cms.core import content_version, counters
from cms.core.requester import Requester
from cms.core.tabular import written
from cms.core.tabular.written import Write
from cms.snippets.importers.formats import as_date
from cms.snippets.importers.plan import Plan, RowPlan
from cms.snippets.importers.recording import Done
from cms.snippets.models import DataItem, Isp, IspContact, IspParty, IspVersion, Theme
from cms.snippets.search_isps import record_isps

BATCH = 500
REVISIONS = 200  # above that the import itself is the history: a revision of each would take minutes
SOURCES = {"weisf": "the community's published register", "dea": "the Digital Economy Act register"}
VERSION_TEXTS = ("purpose", "expected_benefit", "how_to_share", "retention")
CONTACT = "Contact, as published"
LEAD = IspParty.Role.LEAD
ROLES = {"lead": LEAD, "processor": IspParty.Role.PROCESSOR}


def write_plan(plan: Plan, *, by: Requester) -> dict[int, int]:
    """Apply the rows that are new or changed, in the caller's transaction; `plan.done` then says what was written.

    Returns the ISP key by row number, of each row that was applied or is unchanged.
    """
    new = [row for row in plan.rows if row.status == "new"]
    changed = [row for row in plan.rows if row.status == "changed"]
    themes = _themes([*new, *changed])
    created = _create(plan, new, themes)
    touched = created + _change(plan, changed, themes) + _mark_gone(plan)
    if touched:
        record_isps((isp.pk for isp in touched), "imported")
        content_version.bump()
        _keep_revisions(touched, by)
    found: dict[int, int] = {}
    for row in plan.rows:
        if row.existing is not None and row.status in ("changed", "unchanged"):
            row.reference, found[row.number] = row.existing.reference, row.existing.pk
    for row, isp in zip(new, created, strict=True):
        row.reference, found[row.number] = isp.reference, isp.pk
    return found


def _done(isp: Isp, row: int, writes: list[Write | None]) -> Done:
    kept = [write for write in writes if write is not None]
    return Done(row, f"{isp.reference} {isp.title}", "snippets.isp", isp.pk, kept)


def _themes(rows: Sequence[RowPlan]) -> dict[str, Theme]:
    """By name in small letters; headings that no theme has yet become themes."""
    known = {theme.name.casefold(): theme for theme in Theme.objects.all()}
    slugs = {theme.slug for theme in known.values()}
    for row in rows:
        name = row.parsed.content.get("theme", "")[:80]
        if name and name.casefold() not in known:
            slug = base = slugify(name)[:70] or "theme"
            while slug in slugs:
                slug = f"{base}-{len(slugs)}"
            slugs.add(slug)
            known[name.casefold()] = Theme.objects.create(name=name, slug=slug, origin="a register import")
    return known


def _theme(row: RowPlan, themes: dict[str, Theme]) -> Theme | None:
    return themes.get(row.parsed.content.get("theme", "")[:80].casefold())


def _source_row(plan: Plan, row: RowPlan) -> dict[str, Any]:
    return {
        "format": plan.format,
        "identity": row.identity,
        "as_of": plan.as_of.isoformat(),
        "file": plan.file,
        "content": row.parsed.content,
    }


def _review(plan: Plan, row: RowPlan) -> dict[str, Any]:
    content = row.parsed.content
    return {
        "next_review_on": as_date(content["review_on"]),
        "next_review_precision": content["review_precision"],
        "under_review_noted_on": plan.as_of if content["under_review"] else None,
    }


def _create(plan: Plan, rows: list[RowPlan], themes: dict[str, Theme]) -> list[Isp]:
    numbers = counters.reserve("isp", len(rows))
    isps = [_new_isp(plan, row, number, themes) for row, number in zip(rows, numbers, strict=True)]
    Isp.objects.bulk_create(isps, batch_size=BATCH)
    versions = [
        IspVersion(
            isp_id=isp.pk,
            number=1,
            state=IspVersion.State.IN_FORCE,
            is_imported=True,
            what_changed=f"As imported from {SOURCES[plan.format]}; the agreement's text is not held here.",
            in_force_from=isp.starts_on,
            **{name: row.parsed.content.get(name, "") for name in VERSION_TEXTS},
        )
        for row, isp in zip(rows, isps, strict=True)
    ]
    IspVersion.objects.bulk_create(versions, batch_size=BATCH)
    # No date of coverage: the register says that they are covered, and the site says that it says so.
    parties: list[IspParty] = []
    items: list[DataItem] = []
    contacts: list[IspContact] = []
    for row, isp, version in zip(rows, isps, versions, strict=True):
        parties += [
            IspParty(version_id=version.pk, partner_id=pk, role=role, is_essential=role == IspParty.Role.LEAD)
            for pk, role in _parties(plan, row).items()
        ]
        items += [DataItem(version_id=version.pk, name=name) for name in row.parsed.content.get("data_items", ())]
        if email := _email(row):
            contacts.append(IspContact(isp_id=isp.pk, role=CONTACT, email=email))  # of whom, the register does not say
    IspParty.objects.bulk_create(parties, batch_size=BATCH)
    DataItem.objects.bulk_create(items, batch_size=BATCH)
    IspContact.objects.bulk_create(contacts, batch_size=BATCH)
    made: dict[int, list[Any]] = {isp.pk: [isp, version] for isp, version in zip(isps, versions, strict=True)}
    isp_of = {version.pk: version.isp_id for version in versions}
    for party in parties:
        made[isp_of[party.version_id]].append(party)
    for item in items:
        made[isp_of[item.version.pk]].append(item)
    for contact in contacts:
        made[contact.isp_id].append(contact)
    for row, isp in zip(rows, isps, strict=True):
        plan.done.append(_done(isp, row.number, [written.created(obj) for obj in made[isp.pk]]))
    return isps


def _new_isp(plan: Plan, row: RowPlan, number: int, themes: dict[str, Theme]) -> Isp:
    content = row.parsed.content
    reference = row.parsed.external_reference
    return Isp(
        reference=f"ISP-{number:04}",
        external_reference=f"{plan.format}:{reference}"[:80] if reference else "",  # two registers may both have a 1
        title=content["title"],
        theme=_theme(row, themes),
        lead_id=_lead(plan, row),
        visibility=Isp.Visibility.MEMBERS,
        starts_on=as_date(content.get("starts_on")),
        ends_on=as_date(content.get("ends_on")),
        source=f"{SOURCES[plan.format]}, {plan.file}, as of {plan.as_of.isoformat()}"[:250],
        source_lead_text=row.parsed.lead_text[:250],
        source_row=_source_row(plan, row),
        **_review(plan, row),
    )


def _lead(plan: Plan, row: RowPlan) -> int:
    slug = row.lead.partner if row.lead else None
    if slug is None:
        raise ValueError(f"Row {row.number} was planned without a lead.")
    return plan.names.keys[slug]


def _parties(plan: Plan, row: RowPlan) -> dict[int, str]:
    """Role by partner key. A body named twice has its first part; the lead comes first."""
    found: dict[int, str] = {_lead(plan, row): IspParty.Role.LEAD}
    for role, names in row.organisations:
        for slug in names.partners:
            found.setdefault(plan.names.keys[slug], ROLES.get(role, IspParty.Role.BOTH))
    return found


def _email(row: RowPlan) -> str:
    text = str(row.parsed.content.get("contact", ""))
    return text if text.count("@") == 1 and " " not in text and len(text) <= 254 else ""


def _change(plan: Plan, rows: list[RowPlan], themes: dict[str, Theme]) -> list[Isp]:
    keys = [row.existing.pk for row in rows if row.existing]
    isps = Isp.objects.in_bulk(keys)
    held = IspVersion.objects.filter(isp__in=keys, state=IspVersion.State.IN_FORCE, is_imported=True)
    versions = {version.isp_id: version for version in held}
    return [
        _change_one(plan, row, isps[row.existing.pk], versions.get(row.existing.pk), themes)
        for row in rows
        if row.existing
    ]


def _change_one(plan: Plan, row: RowPlan, isp: Isp, version: IspVersion | None, themes: dict[str, Theme]) -> Isp:
    """Only what the register itself changed: what editors and reviewers have written since stays."""
    changed, content = set(row.changed), row.parsed.content
    before, writes = written.columns_of(isp), list[Write | None]()
    isp.gone_on = None
    if "undone" in changed:
        isp.retired_on, isp.retired_reason = None, ""
        writes += _bring_back(isp)
        version = version or IspVersion.objects.filter(isp=isp, state=IspVersion.State.IN_FORCE).first()
    isp.source_row = _source_row(plan, row)
    isp.source = f"{SOURCES[plan.format]}, {plan.file}, as of {plan.as_of.isoformat()}"[:250]
    if "title" in changed:
        isp.title = content["title"]
    if "theme" in changed:
        isp.theme = _theme(row, themes)
    for name in changed & {"starts_on", "ends_on"}:
        setattr(isp, name, as_date(content[name]))
    if changed & {"review_on", "review_precision", "under_review"}:
        for name, value in _review(plan, row).items():
            setattr(isp, name, value)
    if changed & {"names", "partners"}:
        isp.lead_id = _lead(plan, row)
        isp.source_lead_text = row.parsed.lead_text[:250]
    if "contact" in changed:
        writes += _change_contact(isp, _email(row))
    isp.lock_version += 1
    isp.save()
    writes.append(written.changed(isp, before))
    if version is not None:
        writes += _change_version(plan, row, version, changed)
    elif changed & {*VERSION_TEXTS, "data_items", "names", "partners"}:
        row.warnings.append("The text here is no longer the imported one: compare the register's words with it.")
    plan.done.append(_done(isp, row.number, writes))
    return isp


def _bring_back(isp: Isp) -> list[Write | None]:
    """An import that was undone withdrew the version that it had made: it counts again."""
    found: list[Write | None] = []
    for version in IspVersion.objects.filter(isp=isp, is_imported=True, state=IspVersion.State.WITHDRAWN)[:1]:
        before = written.columns_of(version)
        version.state, version.in_force_to = IspVersion.State.IN_FORCE, None
        version.save()
        found.append(written.changed(version, before))
    return found


def _change_contact(isp: Isp, email: str) -> list[Write | None]:
    contact = IspContact.objects.filter(isp=isp, role=CONTACT).first()
    if contact is None:
        return [written.created(IspContact.objects.create(isp=isp, role=CONTACT, email=email))] if email else []
    before = written.columns_of(contact)
    contact.email = email
    contact.save(update_fields=["email"])
    return [written.changed(contact, before)]


def _change_version(plan: Plan, row: RowPlan, version: IspVersion, changed: set[str]) -> list[Write | None]:
    content, writes = row.parsed.content, list[Write | None]()
    before = written.columns_of(version)
    for name in changed & set(VERSION_TEXTS):
        setattr(version, name, content[name])
    if changed & set(VERSION_TEXTS):
        version.save()
        writes.append(written.changed(version, before))
    if "data_items" in changed:
        writes += [written.removed(item) for item in version.data_items.all()]
        version.data_items.all().delete()
        items = [DataItem(version_id=version.pk, name=name) for name in content["data_items"]]
        writes += [written.created(item) for item in DataItem.objects.bulk_create(items)]
    if changed & {"names", "partners"}:
        wanted = _parties(plan, row)
        for party in IspParty.objects.filter(version=version):
            before = written.columns_of(party)
            role = wanted.pop(party.partner_id, None)
            if role is None:
                party.left_on = party.left_on or plan.as_of  # no longer listed: marked, never deleted
            else:
                party.role, party.left_on = role, None
            party.save()
            writes.append(written.changed(party, before))
        added = [IspParty(version_id=version.pk, partner_id=pk, role=role) for pk, role in wanted.items()]
        writes += [written.created(party) for party in IspParty.objects.bulk_create(added)]
    return writes


def _mark_gone(plan: Plan) -> list[Isp]:
    isps = list(Isp.objects.filter(pk__in=[isp.pk for isp in plan.gone]))
    Isp.objects.filter(pk__in=[isp.pk for isp in isps]).update(gone_on=plan.as_of)
    for isp in isps:
        before, isp.gone_on = written.columns_of(isp, ["gone_on"]), plan.as_of
        plan.done.append(_done(isp, 0, [written.changed(isp, before)]))
    return isps


def _keep_revisions(isps: list[Isp], by: Requester) -> None:
    if len(isps) > REVISIONS:
        return
    person: Any = get_user_model().objects.filter(pk=by.user_id).first() if by.user_id else None
    for isp in Isp.objects.filter(pk__in=[isp.pk for isp in isps]):
        isp.save_revision(user=person, clean=False)
