"""What search finds of the registers other than ISPs, and who may find it. ISPs are in search_isps."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import models as db
from django.db.models import Prefetch, Q
from django.db.models.signals import post_delete, post_save

from cms.core import clock, policy
from cms.core.partial_dates import PartialDate, in_words
from cms.core.requester import Requester
from cms.snippets import search_files, search_isps
from cms.snippets.models import Dataset, GlossaryTerm, Isp, LegalGateway, Partner, PartnerAlias, Succession
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

USUAL, REFERENCE, STALE = 0.5, 0.2, 0.0  # popularity: a definition is rarely what was looked for
GATEWAY_STATUSES = {
    "in_force": "In force",
    "passed": "Passed, not started",
    "ended": "Ended",
    "not_confirmed": "Start date not recorded",
}
MEMBERSHIPS = {str(value): str(word) for value, word in Partner.Membership.choices}


# -- partners ------------------------------------------------------------------------------------------
def partner_entry(partner: Partner) -> Entry:
    public = {"public:partners"} if partner.membership == Partner.Membership.MEMBER else set()
    codes = (partner.ods_code, partner.gss_code, partner.urn, partner.charity_number, partner.ico_registration)
    return Entry(
        key=registry.key_of("partner", partner.pk),
        version=0,
        kind="partner",
        url=f"/partners/{partner.slug}",
        title=partner.name,
        audience=frozenset({"members", *public}),
        headings="\n".join(
            [
                *(alias.name for alias in partner.aliases.all()),
                *(row.predecessor.name for row in partner.successions_to.all()),
            ]
        ),
        summary=partner_summary(partner),
        body="\n".join(part for part in (partner.legal_controller, *codes) if part),
        sector=(partner.sector.code,),
        partner=(partner.slug,),
        status=(partner.membership,),
        popularity=USUAL if partner.existence in (Partner.Existence.ACTIVE, Partner.Existence.UNKNOWN) else STALE,
    )


def partner_summary(partner: Partner) -> str:
    """ "Unitary council, Thurrock": what it is, and where."""
    return ", ".join(part for part in (partner.organisation_type or partner.sector.label, partner.area) if part)


def partner_card(partner: Partner) -> Card:
    return Card(
        title=partner.name,
        url=f"/partners/{partner.slug}",
        summary=partner_summary(partner),
        date=partner.joined_on,
        date_words=f"Joined {in_words(partner.joined_on)}" if partner.joined_on else "",
        status=partner.membership,
        status_word=partner.get_membership_display(),
    )


# -- datasets ------------------------------------------------------------------------------------------
def dataset_entry(dataset: Dataset) -> Entry:
    due = dataset.confirm_by is not None and dataset.confirm_by < clock.today()
    return Entry(
        key=registry.key_of("dataset", dataset.pk),
        version=0,
        kind="dataset",
        url=f"/datasets/{dataset.slug}",
        title=dataset.title,
        audience=frozenset({"members"}),
        summary=dataset.description,
        body="\n".join(
            part
            for part in (
                dataset.categories,
                dataset.coverage,
                dataset.update_frequency,
                dataset.how_to_request,
                dataset.format,
                dataset.holder.name,
            )
            if part
        ),
        sector=(dataset.holder.sector.code,),
        partner=(dataset.holder.slug,),
        status=(dataset.sensitivity,),
        published=search_isps.noon(dataset.last_confirmed_on),
        popularity=STALE if due else USUAL,
    )


def dataset_card(dataset: Dataset) -> Card:
    return Card(
        title=dataset.title,
        url=f"/datasets/{dataset.slug}",
        summary=dataset.description,
        date=dataset.last_confirmed_on,
        date_words=f"Confirmed {in_words(dataset.last_confirmed_on)}" if dataset.last_confirmed_on else "",
        owner=search_isps.name_of(dataset, "holder"),
        status=dataset.sensitivity,
        status_word=dataset.get_sensitivity_display(),
    )


# -- glossary and gateways -----------------------------------------------------------------------------
def term_entry(term: GlossaryTerm) -> Entry:
    return Entry(
        key=registry.key_of("glossary", term.pk),
        version=0,
        kind="glossary",
        url=f"/glossary#{term.slug}",
        title=term.term,
        audience=frozenset({"public"}),
        summary=term.definition,
        popularity=REFERENCE,
    )


def term_card(term: GlossaryTerm) -> Card:
    return Card(term.term, f"/glossary#{term.slug}", term.definition)


def gateway_title(gateway: LegalGateway) -> str:
    return str(gateway)


def gateway_date(gateway: LegalGateway) -> datetime.date | None:
    text = gateway.in_force_from or gateway.passed_on
    return PartialDate.parse(text).first_day if text else None


def gateway_entry(gateway: LegalGateway) -> Entry:
    return Entry(
        key=registry.key_of("gateway", gateway.pk),
        version=0,
        kind="gateway",
        url=f"/gateways/{gateway.slug}",
        title=gateway_title(gateway),
        audience=frozenset({"public"}),
        headings=gateway.title,
        summary=gateway.what_it_does,
        body="\n".join((gateway.who, gateway.effect, gateway.note)),
        status=(gateway.state,),
        published=search_isps.noon(gateway_date(gateway)),
        popularity=STALE if gateway.state == "ended" else REFERENCE,
    )


def gateway_card(gateway: LegalGateway) -> Card:
    return Card(
        title=gateway_title(gateway),
        url=f"/gateways/{gateway.slug}",
        summary=gateway.what_it_does or gateway.title,
        date=gateway_date(gateway),
        date_words=f"In force from {PartialDate.parse(gateway.in_force_from)}" if gateway.in_force_from else "",
        status=gateway.state,
        status_word=GATEWAY_STATUSES[gateway.state],
    )


# -- registration --------------------------------------------------------------------------------------
def _simple(
    kind: str,
    label: str,
    model: type[db.Model],
    to_entry: Callable[[Any], Entry],
    card: Callable[[Any], Card],
    titles: tuple[str, ...],
    statuses: dict[str, str],
    reading: Callable[[Any, Requester | None], Any] = lambda rows, requester: rows,
    unlisted: Q | None = None,
) -> Source:
    """A kind whose every row is listed, but for those that are `unlisted`.

    `reading` adds what its entry (requester None) or its card needs.
    """
    rows = model._default_manager.exclude(unlisted) if unlisted is not None else model._default_manager.all()

    def live_pks() -> Iterable[int]:
        return rows.values_list("pk", flat=True)

    def entries(pks: Sequence[int]) -> Iterator[Entry]:
        return (to_entry(found) for found in reading(rows.filter(pk__in=pks), None))

    def again(requester: Requester) -> Any:
        return reading(rows.all(), requester)

    return Source(kind, label, model, live_pks, entries, again, card, titles=titles, statuses=statuses)


def _partners(rows: Any, requester: Requester | None) -> Any:
    rows = rows.select_related("sector")
    return rows if requester else rows.prefetch_related("aliases", "successions_to__predecessor")


def _datasets(rows: Any, requester: Requester | None) -> Any:
    if requester is None:
        return rows.select_related("holder__sector")
    return rows.prefetch_related(Prefetch("holder", policy.visible(Partner.objects.all(), requester)))


def _changed(sender: type[Any], instance: Any, **_: Any) -> None:
    outbox.record(registry.key_of(_KINDS[type(instance)], instance.pk))


def _alias_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    outbox.record(registry.key_of("partner", instance.partner_id))


def _succession_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    """A body is found by the names of those that it replaced."""
    outbox.record(registry.key_of("partner", instance.successor_id))


def _partner_changed(sender: type[Any], instance: Any, created: bool = False, **_: Any) -> None:
    """Agreements and datasets hold the names of their partners."""
    keys = [registry.key_of("partner", instance.pk)]
    if not created:
        parts = Q(lead=instance.pk) | Q(versions__parties__partner=instance.pk)
        search_isps.record_isps(Isp.objects.filter(parts).order_by().values_list("pk", flat=True).distinct())
        datasets = Dataset.objects.filter(holder=instance.pk).order_by().values_list("pk", flat=True)
        keys += [registry.key_of("dataset", pk) for pk in datasets]
    outbox.record_many(keys)


_KINDS: dict[type[db.Model], str] = {Dataset: "dataset", GlossaryTerm: "glossary", LegalGateway: "gateway"}


def connect() -> None:
    """Register the kinds and listen for changes. Called once, when the app is ready."""
    sensitivities = {str(value): str(word) for value, word in Dataset.Sensitivity.choices}
    for source in (
        _simple(
            "partner",
            "Partners",
            Partner,
            partner_entry,
            partner_card,
            ("name",),
            MEMBERSHIPS,
            _partners,
            unlisted=~Q(duplicate_of=None),
        ),
        _simple("dataset", "Datasets", Dataset, dataset_entry, dataset_card, ("title",), sensitivities, _datasets),
        _simple("glossary", "Glossary", GlossaryTerm, term_entry, term_card, ("term",), {}),
        _simple(
            "gateway",
            "Legal gateways",
            LegalGateway,
            gateway_entry,
            gateway_card,
            ("title", "act", "provision"),
            GATEWAY_STATUSES,
        ),
    ):
        registry.register(source)
    for number, signal in enumerate((post_save, post_delete)):
        for model in _KINDS:
            signal.connect(_changed, sender=model, dispatch_uid=f"search_{model.__name__}_{number}")
        signal.connect(_alias_changed, sender=PartnerAlias, dispatch_uid=f"search_alias_{number}")
        signal.connect(_succession_changed, sender=Succession, dispatch_uid=f"search_succession_{number}")
        signal.connect(_partner_changed, sender=Partner, dispatch_uid=f"search_partner_{number}")
    search_isps.connect()
    search_files.connect()
