"""What search finds of the ISPs. The public part has an entry of its own: no mark or count comes from the rest."""

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch
from django.db.models.signals import m2m_changed, post_delete, post_save

from cms.core import clock, policy
from cms.core.partial_dates import in_words
from cms.core.requester import Requester
from cms.snippets import review_state, services
from cms.snippets.models import (
    DataFlow,
    DataItem,
    Dataset,
    Isp,
    IspContact,
    IspParty,
    IspVersion,
    LegalBasis,
    LegalGateway,
    Partner,
    Theme,
)
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

State = IspVersion.State
PUBLISHED = (State.IN_FORCE, State.SUPERSEDED)
USUAL, LATE, STALE = 1.0, 0.6, 0.0  # popularity: agreements are what the site is for; a late review still covers
POPULARITY = {review_state.Status.REVIEW_LATE: LATE, review_state.Status.LAPSED: STALE} | dict.fromkeys(
    review_state.OVER, STALE
)
REFERENCE = re.compile(r"^\s*isp[\s\-\u2010-\u2015_/.]*0*(\d{1,9})\s*$", re.IGNORECASE)
STATUSES = {str(status): word for status, word in review_state.LABELS.items()}
TEXTS = tuple(name for name in services.TEXTS if name != "summary")  # the summary has a weight of its own
SUMMARY = 250  # characters
PUBLIC_TEXTS = ("purpose", "data_subjects")


def name_of(obj: Any, field: str) -> str:
    """The name of a related partner, or nothing where the reader may not see it (it was left out of the prefetch)."""
    try:
        related = getattr(obj, field)
    except ObjectDoesNotExist:
        return ""
    return related.name if related else ""


def shown_version(versions: Iterable[IspVersion]) -> IspVersion | None:
    """The version that speaks for the ISP, of those given; the newest of its state."""
    found = list(versions)
    speaks = review_state.speaking_state(version.state for version in found)
    return max(
        (version for version in found if version.state == speaks), key=lambda version: version.number, default=None
    )


def status_of(isp: Isp, versions: Iterable[IspVersion]) -> review_state.Status:
    return review_state.isp_status(isp, [version.state for version in versions], clock.today())


def date_of(isp: Isp, version: IspVersion | None) -> datetime.date | None:
    return (version.in_force_from if version else None) or isp.starts_on


# -- entries -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an ISP as a whole: the version that speaks for it, and whose it is."""

    version: IspVersion | None
    published: bool
    parties: frozenset[int]  # of versions that are or were in force
    out: frozenset[int]  # of versions out for signature
    status: review_state.Status
    day: datetime.date | None


def summary_of(version: IspVersion | None) -> str:
    """The version's own summary; of an imported one, which has none, the beginning of its purpose."""
    if version is None:
        return ""
    purpose = version.purpose if len(version.purpose) <= SUMMARY else f"{version.purpose[:SUMMARY].rsplit(' ', 1)[0]}…"
    return version.summary or purpose


def told_of(isp: Isp) -> Told:
    """Needs `with_standing`."""
    versions: list[Any] = isp.found_versions  # type: ignore[attr-defined]
    version = shown_version(versions)

    def partners(*states: str) -> frozenset[int]:
        rows = (party for found in versions if found.state in states for party in found.found_parties)
        return with_successors(isp, {party.partner_id for party in rows if is_present(party)})

    return Told(
        version=version,
        published=version is not None and version.state in PUBLISHED,
        parties=partners(*PUBLISHED),
        out=partners(State.OUT_FOR_SIGNATURE),
        status=status_of(isp, versions),
        day=date_of(isp, version),
    )


def with_successors(isp: Isp, partners: Iterable[int]) -> frozenset[int]:
    """These partners, and who stands in their place in this agreement."""
    here = frozenset(partners)
    after = {row.successor_id for row in isp.successions.all() if row.predecessor_id in here}
    return here | {key for key in after if key is not None}


def audience(isp: Isp, told: Told) -> frozenset[str]:
    """Tokens of those who may read the version that speaks for the ISP (docs/permissions.md)."""
    tokens = {"editors", f"ig_lead:{isp.lead_id}"}
    tokens.update(f"user:{person}@{isp.lead_id}" for person in (isp.owner_id, isp.deputy_id) if person)
    tokens.update(f"user:{person.pk}" for person in isp.reviewers.all())
    if not told.published:
        tokens.update(f"party:{partner}" for partner in told.out)
    elif isp.visibility == Isp.Visibility.PARTIES:
        tokens.update(f"party:{partner}" for partner in told.parties | {isp.lead_id})
    else:
        tokens.add("members")
    return frozenset(tokens)


def is_present(party: IspParty) -> bool:
    return party.left_on is None or party.left_on > clock.today()


def noon(day: datetime.date | None) -> datetime.datetime | None:
    """A date as the index holds it: the middle of a London day."""
    return datetime.datetime.combine(day, datetime.time(12), clock.LONDON) if day else None


def isp_entries(isp: Isp) -> Iterator[Entry]:
    """The whole entry, and the public one where the ISP is on the open register."""
    told = told_of(isp)
    version: Any = told.version
    own_parties = list(version.found_parties) if version else []
    items = [item.name for item in version.found_items] if version else []
    common: dict[str, Any] = {
        "version": 0,
        "kind": "isp",
        "url": f"/isps/{isp.reference}",
        "title": isp.title,
        "summary": summary_of(version),
        "topic": (isp.theme.slug,) if isp.theme else (),
        "status": (str(told.status),),
        "published": noon(told.day),
        "popularity": POPULARITY.get(told.status, USUAL),
    }
    names = [isp.reference, isp.theme.name if isp.theme else "", isp.get_kind_display()]
    yield Entry(
        key=registry.key_of("isp", isp.pk),
        audience=audience(isp, told),
        headings="\n".join([*names, isp.external_reference]),
        # Each line once: the same purpose and law stand with every party, and would drown what is said once.
        body="\n".join(dict.fromkeys(line for line in _whole_text(isp, version, own_parties, items) if line)),
        **facets_of(isp, version),
        **common,
    )
    if told.published and isp.visibility == Isp.Visibility.PUBLIC:
        yield Entry(
            key=registry.key_of("isp", isp.pk) + "/public",
            audience=frozenset({"public:register"}),
            headings="\n".join(names),
            body="\n".join([*(getattr(version, name) for name in PUBLIC_TEXTS), *items]),
            **common,
        )


def facets_of(isp: Isp, version: Any) -> dict[str, Any]:
    """Sectors and partners of the lead and of the version's parties."""
    partners = {isp.lead} | {party.partner for party in (version.found_parties if version else ())}
    return {
        "sector": tuple(sorted({partner.sector.code for partner in partners})),
        "partner": tuple(sorted({(partner.duplicate_of or partner).slug for partner in partners})),
    }


def _whole_text(isp: Isp, version: IspVersion | None, parties: list[IspParty], items: list[str]) -> Iterator[str]:
    yield from items
    if version:
        yield from (getattr(version, name) for name in TEXTS)
    for party in parties:
        for basis in party.found_bases:  # type: ignore[attr-defined]
            yield basis.purpose
            yield from (str(gateway) for gateway in basis.gateways.all())
    if version:
        for flow in version.found_flows:  # type: ignore[attr-defined]
            yield from (flow.items, flow.dataset.title if flow.dataset else "")
    yield from (contact.role for contact in isp.found_contacts)  # type: ignore[attr-defined]
    # Last: an extract that begins with names says nothing of what is shared.
    yield from dict.fromkeys([isp.lead.name, *(party.partner.name for party in parties)])


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    bases = LegalBasis.objects.prefetch_related("gateways")
    parties = IspParty.objects.select_related("partner__sector", "partner__duplicate_of").prefetch_related(
        Prefetch("bases", bases, to_attr="found_bases")
    )
    versions = IspVersion.objects.prefetch_related(
        Prefetch("parties", parties, to_attr="found_parties"),
        Prefetch("data_items", DataItem.objects.all(), to_attr="found_items"),
        Prefetch("flows", DataFlow.objects.select_related("dataset"), to_attr="found_flows"),
    )
    contacts = Prefetch("contacts", IspContact.objects.all(), to_attr="found_contacts")
    for isp in with_standing(pks, versions).prefetch_related(contacts):
        yield from isp_entries(isp)


def with_standing(pks: Collection[int], versions: Any = None) -> Any:
    """The ISPs with all that `told_of` needs; `versions` brings more with it."""
    if versions is None:
        parties = IspParty.objects.select_related("partner__sector", "partner__duplicate_of")
        versions = IspVersion.objects.prefetch_related(Prefetch("parties", parties, to_attr="found_parties"))
    isps = Isp.objects.filter(pk__in=pks).select_related("lead__sector", "lead__duplicate_of", "theme")
    return isps.prefetch_related("reviewers", "successions", Prefetch("versions", versions, to_attr="found_versions"))


# -- hits ----------------------------------------------------------------------------------------------
def rows(requester: Requester) -> Any:
    """ISPs with the versions and the lead that this requester may see, so that a card never says more."""
    versions = IspVersion.objects.only("isp", "number", "state", "summary", "purpose", "in_force_from")
    versions = policy.visible(versions, requester)
    return Isp.objects.prefetch_related(
        Prefetch("versions", versions, to_attr="found_versions"),
        Prefetch("lead", policy.visible(Partner.objects.all(), requester)),
    )


def card(isp: Isp) -> Card:
    version = shown_version(isp.found_versions)  # type: ignore[attr-defined]
    status = status_of(isp, isp.found_versions)  # type: ignore[attr-defined]
    day = date_of(isp, version)
    return Card(
        title=isp.title,
        url=f"/isps/{isp.reference}",
        summary=summary_of(version),
        date=day,
        date_words=f"From {in_words(day)}" if day else "",
        owner=name_of(isp, "lead"),
        status=str(status),
        status_word=STATUSES[str(status)],
        reference=isp.reference,
    )


def by_reference(text: str) -> tuple[int, str] | None:
    """(key, "ISP-0042") of "isp 42", "ISP-0042" or "isp0042"; None for any other text. Asks nobody's rights."""
    found = REFERENCE.match(text)
    if not found:
        return None
    reference = f"ISP-{int(found[1]):04}"
    pk = Isp.objects.filter(reference=reference).values_list("pk", flat=True).first()
    return (pk, reference) if pk else None


def live_pks() -> Iterable[int]:
    return Isp.objects.order_by().values_list("pk", flat=True)


# -- changes -------------------------------------------------------------------------------------------
_parts: list[Callable[[Collection[int]], Iterable[str]]] = []


def register_parts(keys_of: Callable[[Collection[int]], Iterable[str]]) -> None:
    """`keys_of(ISP keys)` answers entries of things whose readers are those of these ISPs, or some of them."""
    if keys_of not in _parts:
        _parts.append(keys_of)


def record_isps(pks: Iterable[int], reason: str = "changed") -> None:
    """These ISPs changed, and so may have who finds what hangs on them. In the transaction of the change."""
    found = set(pks)
    keys = {registry.key_of("isp", pk) for pk in found}
    for keys_of in _parts:
        keys.update(keys_of(found))
    outbox.record_many(keys, reason)


def _record(*pks: int) -> None:
    record_isps(pks)


def _isp_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    _record(instance.pk)


def _of_isp_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    _record(instance.isp_id)


def _of_version_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    _record(*IspVersion.objects.filter(pk=instance.version_id).values_list("isp", flat=True))


def _of_party_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    _record(*Isp.objects.filter(versions__parties=instance.party_id).values_list("pk", flat=True))


def _reviewers_changed(sender: type[Any], instance: Any, action: str = "", **_: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Isp):
        _record(instance.pk)


def _gateways_changed(sender: type[Any], instance: Any, action: str = "", **_: Any) -> None:
    if action.startswith("post_") and isinstance(instance, LegalBasis):
        _of_party_changed(sender, instance)


def _renamed(lookup: str) -> Callable[..., None]:
    """The text of ISPs holds the name of something else."""

    def changed(sender: type[Any], instance: Any, created: bool = False, **_: Any) -> None:
        if not created:
            _record(*Isp.objects.filter(**{lookup: instance.pk}).order_by().values_list("pk", flat=True).distinct())

    return changed


NAMED_IN_TEXT: dict[type[Any], str] = {
    Theme: "theme",
    Dataset: "versions__flows__dataset",
    LegalGateway: "versions__parties__bases__gateways",
}


def connect() -> None:
    registry.register(
        Source(
            kind="isp",
            label="Agreements (ISPs)",
            model=Isp,
            live_pks=live_pks,
            entries=entries,
            rows=rows,
            card=card,
            statuses=STATUSES,
            variants=("", "/public"),
            by_reference=by_reference,
        )
    )
    handlers: tuple[tuple[type[Any], Any], ...] = (
        (Isp, _isp_changed),
        (IspVersion, _of_isp_changed),
        (IspContact, _of_isp_changed),
        (IspParty, _of_version_changed),
        (DataItem, _of_version_changed),
        (DataFlow, _of_version_changed),
        (LegalBasis, _of_party_changed),
    )
    for number, signal in enumerate((post_save, post_delete)):
        for model, handler in handlers:
            signal.connect(handler, sender=model, dispatch_uid=f"search_{model.__name__}_{number}")
    for model, lookup in NAMED_IN_TEXT.items():
        uid = f"search_isp_{model.__name__}"
        post_save.connect(_renamed(lookup), sender=model, weak=False, dispatch_uid=uid)
    through: Any = LegalBasis.gateways.through
    m2m_changed.connect(_gateways_changed, sender=through, dispatch_uid="search_gateways")
    m2m_changed.connect(_reviewers_changed, sender=Isp.reviewers.through, dispatch_uid="search_reviewers")
