"""The directory of roles: who does what at which body. Members see all of it; the public, those of whom both say so."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.core import policy
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, Shown, User
from cms.members.selectors.shown import shown_of
from cms.snippets.models import Partner

MOST, LAST_ROW = 100, 10_000
WORDS = 5  # of a search that count


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A role that somebody holds today. `pk` is the role's key. Address and number are as the person shows them."""

    pk: int
    partner_id: int
    role_label: str
    service_area: str
    name: str
    deputy_name: str
    job_title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Directory:
    items: tuple[DirectoryEntry, ...]
    total_count: int
    page: int
    page_size: int


def directory(
    by: Requester, *, text: str = "", role: str = "", sector: str = "", page: int = 1, page_size: int = 20
) -> Directory:
    """One page of it, by organisation. Five queries, whatever its length. A tool gets nothing. Words look among names,
    jobs and organisations, never among what somebody hides. Raises BadInput for a page that is none."""
    if page < 1 or not 1 <= page_size <= MOST or page * page_size > LAST_ROW:
        raise BadInput(f"pageSize is 1 to {MOST}, and lists end at row {LAST_ROW}.")
    if by.token_id is not None:
        return Directory((), 0, page, page_size)
    rows = _found(by, text, role, sector)
    start = (page - 1) * page_size
    chosen = rows.select_related("user", "deputy").order_by("partner__name", "role", "pk")[start : start + page_size]
    return Directory(tuple(_entries(by, list(chosen))), rows.count(), page, page_size)


def _found(by: Requester, text: str, role: str, sector: str) -> QuerySet[PartnerRole]:
    partners = policy.visible(Partner.objects.filter(membership=Partner.Membership.MEMBER, duplicate_of=None), by)
    here = Membership.objects.current().filter(user=OuterRef("user"), partner=OuterRef("partner"))
    rows: QuerySet[PartnerRole] = PartnerRole.objects.current().filter(
        Exists(here), partner__in=partners.values("pk"), user__is_active=True
    )
    if not by.is_member:
        agreed = Shown.objects.filter(user=OuterRef("user"), in_public=True)
        rows = rows.filter(Exists(agreed), is_public=True)
    if role:
        rows = rows.filter(role=role)
    if sector:
        rows = rows.filter(partner__sector__code=sector)
    for word in text.split()[:WORDS]:
        person = Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
        job = Q(user__job_title__icontains=word) | Q(service_area__icontains=word)
        rows = rows.filter(person | job | Q(partner__name__icontains=word))
    return rows


def _entries(by: Requester, rows: list[PartnerRole]) -> list[DirectoryEntry]:
    what = shown_of(row.user_id for row in rows if row.user_id is not None)
    deputies = {row.deputy_id for row in rows} - {None}
    there = Membership.objects.current().filter(user__in=deputies, user__is_active=True) if by.is_member else None
    stands = set(there.values_list("partner", "user")) if there is not None else set()
    found = []
    for row in rows:
        holder = row.user
        if holder is None:
            continue
        email, phone = _contact(by, row.partner_id, holder, what[holder.pk])
        found.append(
            DirectoryEntry(
                pk=row.pk,
                partner_id=row.partner_id,
                role_label=row.get_role_display(),
                service_area=row.service_area,
                name=str(holder),
                deputy_name=str(row.deputy) if (row.partner_id, row.deputy_id) in stands else "",
                job_title=holder.job_title if by.is_member else "",
                email=email,
                phone=phone,
            )
        )
    return found


def _contact(by: Requester, partner_id: int, user: User, what: Shown) -> tuple[str, str]:
    """(e-mail, telephone). The public is given neither: it writes to the body."""
    if not by.is_member:
        return "", ""
    colleague = by.is_editor or partner_id in by.partners
    return (user.email if colleague or what.email else ""), (user.phone if colleague or what.phone else "")
