"""What search finds of the files of agreements. Each has an entry of its own, and none is in the agreement's.

An agreement is found by its public part, by members, or by its parties; its files are for members, some for the parties
only, and their collection may narrow that again. So the text of a file goes where the file's own rule can stand: a
reader of the agreement's entry could be shown words of a file that is not theirs. A hit leads to the agreement's page,
where the file is listed under the agreement's banners.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.documents import get_document_model

from cms.core import content_version, policy
from cms.core.requester import Requester
from cms.core.visibility import in_open_collections
from cms.snippets import search_isps
from cms.snippets.models import Isp, IspFile, IspVersion, Partner
from cms.storage.audience import Collections
from cms.storage.texts import texts_of
from cms.storage.uses import record_documents, register_holder
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

KIND = "file"
POPULARITY = 0.2  # the agreement itself comes before its files
UNPUBLISHED = (IspVersion.State.DRAFT, IspVersion.State.PEER_REVIEW, IspVersion.State.WITHDRAWN)


def audience_of(file: IspFile, isp: Isp, told: search_isps.Told) -> frozenset[str]:
    """Those who may read the version, of them for a parties' file those of a party (docs/permissions.md)."""
    readers = search_isps.audience(isp, told)
    if not file.parties_only:
        return readers
    # Who is only written into a draft was not asked yet, and who stood in a withdrawn version never joined.
    present = {
        party.partner_id
        for version in isp.found_versions  # type: ignore[attr-defined]
        if version.state not in UNPUBLISHED
        for party in version.found_parties
        if search_isps.is_present(party)
    }
    theirs = {isp.lead_id} | search_isps.with_successors(isp, present)
    tokens = {f"party:{partner}" for partner in theirs}
    if "members" in readers:
        return frozenset({"editors", *tokens})
    # A reviewer from elsewhere reads the draft, and its files only as a member of a party.
    reviewers = {f"user:{person.pk}" for person in isp.reviewers.all()}
    kept = {token for token in readers - reviewers if not token.startswith("party:") or token in tokens}
    return frozenset(kept | {f"{reviewer}@{partner}" for reviewer in reviewers for partner in theirs})


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    """Files of the version that speaks for each agreement: an older text is not found as if it were in force."""
    files = list(IspFile.objects.filter(pk__in=pks).select_related("document__collection", "version"))
    isps = {isp.pk: isp for isp in search_isps.with_standing({file.version.isp_id for file in files})}
    told = {pk: search_isps.told_of(isp) for pk, isp in isps.items()}
    shown = [file for file in files if told[file.version.isp_id].version == file.version]
    texts, collections = texts_of({file.document_id for file in shown}), Collections()
    for file in shown:
        isp, standing = isps[file.version.isp_id], told[file.version.isp_id]
        yield Entry(
            key=registry.key_of(KIND, file.pk),
            version=0,
            kind=KIND,
            url=url_of(isp),
            title=file.title,
            audience=collections.audience(file.document, audience_of(file, isp, standing)),
            headings=f"{file.get_kind_display()}\n{isp.reference}",
            attachment=texts.get(file.document_id, ""),
            topic=(isp.theme.slug,) if isp.theme else (),
            **search_isps.facets_of(isp, standing.version),
            status=(str(standing.status),),
            published=search_isps.noon(standing.day),
            popularity=POPULARITY if search_isps.POPULARITY.get(standing.status, 1) else 0.0,
        )


def url_of(isp: Isp) -> str:
    return f"/isps/{isp.reference}#files"


def rows(requester: Requester) -> Any:
    """Files in open collections, with what the requester may see of their agreements; the policy narrows them."""
    documents = in_open_collections(get_document_model().objects.all(), requester, content_version.current())
    versions = IspVersion.objects.only("isp", "number", "state", "in_force_from")
    isps = Isp.objects.prefetch_related(
        Prefetch("versions", policy.visible(versions, requester), to_attr="found_versions"),
        Prefetch("lead", policy.visible(Partner.objects.all(), requester)),
    )
    return IspFile.objects.filter(document__in=documents).prefetch_related(Prefetch("version__isp", isps))


def card(file: IspFile) -> Card:
    isp = file.version.isp
    version = search_isps.shown_version(isp.found_versions)
    status = search_isps.status_of(isp, isp.found_versions)
    return Card(
        title=file.title,
        url=url_of(isp),
        summary=f"{file.get_kind_display()} of {isp.reference} {isp.title}",
        date=search_isps.date_of(isp, version),
        owner=search_isps.name_of(isp, "lead"),
        status=str(status),
        status_word=search_isps.STATUSES[str(status)],
    )


def live_pks() -> Iterable[int]:
    return IspFile.objects.order_by().values_list("pk", flat=True)


# -- changes -------------------------------------------------------------------------------------------
def keys_of(documents: Collection[int]) -> list[str]:
    pks = IspFile.objects.filter(document__in=documents).order_by().values_list("pk", flat=True)
    return [registry.key_of(KIND, pk) for pk in pks]


def keys_of_isps(isps: Collection[int]) -> list[str]:
    pks = IspFile.objects.filter(version__isp__in=isps).order_by().values_list("pk", flat=True)
    return [registry.key_of(KIND, pk) for pk in pks]


def _file_changes(sender: type[Any], instance: Any, **_: Any) -> None:
    """Before a file of an agreement gets another document: pages that show the old one may hold its text again."""
    if instance.pk:
        record_documents(set(IspFile.objects.filter(pk=instance.pk).values_list("document", flat=True)))


def _file_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    outbox.record(registry.key_of(KIND, instance.pk))
    record_documents({instance.document_id})


def connect() -> None:
    registry.register(
        Source(
            kind=KIND,
            label="Files",
            model=IspFile,
            live_pks=live_pks,
            entries=entries,
            rows=rows,
            card=card,
            statuses=search_isps.STATUSES,
            needs=(get_document_model(),),
        )
    )
    register_holder(keys_of)
    search_isps.register_parts(keys_of_isps)
    pre_save.connect(_file_changes, sender=IspFile, dispatch_uid="search_file_changes")
    post_save.connect(_file_changed, sender=IspFile, dispatch_uid="search_file_saved")
    post_delete.connect(_file_changed, sender=IspFile, dispatch_uid="search_file_deleted")
