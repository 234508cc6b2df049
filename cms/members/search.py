"""What search finds of people: who does what at which member organisation, as its page shows it to members.

Only what is public among members goes in: the name, the roles in force, the job title and the organisation. A person
without a role is not in it, and neither are telephone numbers and addresses. Tools find no person (`read:people`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save

from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, User
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

KIND = "person"
POPULARITY = 0.3
MEMBER = "member"  # Partner.Membership.MEMBER: a role counts only at a member of the framework


def holders() -> QuerySet[User]:
    """Active people who hold or deputise a role today at a member organisation to which they belong."""
    belongs = Membership.objects.current().filter(partner__membership=MEMBER, partner=OuterRef("partner"))
    roles = PartnerRole.objects.current()
    held = roles.filter(Exists(belongs.filter(user=OuterRef("user")))).values("user")
    deputised = roles.filter(Exists(belongs.filter(user=OuterRef("deputy")))).values("deputy")
    return User.objects.filter(Q(pk__in=held) | Q(pk__in=deputised), is_active=True)


def _with_roles(people: QuerySet[User]) -> QuerySet[User]:
    rows = PartnerRole.objects.current().filter(partner__membership=MEMBER).select_related("partner__sector")
    places = Membership.objects.current().filter(partner__membership=MEMBER)
    return people.prefetch_related(
        Prefetch("partner_roles", rows, to_attr="found_roles"),
        Prefetch("deputy_roles", rows, to_attr="found_deputy_roles"),
        Prefetch("memberships", places, to_attr="found_places"),
    )


def roles_of(user: Any) -> list[tuple[PartnerRole, bool]]:
    """(role, whether as deputy) of a person of `_with_roles`, in the order of `PartnerRole.Role`."""
    here = {place.partner_id for place in user.found_places}
    order = list(PartnerRole.Role.values)
    found = [(role, False) for role in user.found_roles] + [(role, True) for role in user.found_deputy_roles]
    return sorted(
        ((role, deputy) for role, deputy in found if role.partner_id in here),
        key=lambda pair: (pair[1], order.index(pair[0].role), pair[0].pk),
    )


def summary_of(roles: Sequence[tuple[PartnerRole, bool]]) -> str:
    """ "Data protection officer, Thurrock Council. Partner lead (deputy), Thurrock Council"."""
    said = []
    for role, deputy in roles:
        label = str(role.get_role_display()) + (" (deputy)" if deputy else "")
        area = f", {role.service_area}" if role.service_area else ""
        said.append(f"{label}{area}, {role.partner.name}")
    return ". ".join(dict.fromkeys(said))


def url_of(roles: Sequence[tuple[PartnerRole, bool]]) -> str:
    return f"/partners/{roles[0][0].partner.slug}#p"


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    for user in _with_roles(User.objects.filter(pk__in=pks, is_active=True)):
        roles = roles_of(user)
        if not roles:
            continue
        yield Entry(
            key=registry.key_of(KIND, user.pk),
            version=0,
            kind=KIND,
            url=url_of(roles),
            title=name_of(user),
            audience=frozenset({"members"}),
            headings="\n".join(dict.fromkeys(str(role.get_role_display()) for role, _ in roles)),
            summary=summary_of(roles),
            body=user.job_title,
            sector=tuple(sorted({role.partner.sector.code for role, _ in roles})),
            partner=tuple(sorted({role.partner.slug for role, _ in roles})),
            popularity=POPULARITY,
        )


def name_of(user: User) -> str:
    return str(user.get_full_name()) or "Name not given"  # the address is not for the index


def rows(requester: Requester) -> Any:
    return _with_roles(holders())


def card(user: User) -> Card:
    roles = roles_of(user)
    return Card(name_of(user), url_of(roles), summary_of(roles), owner=roles[0][0].partner.name)


def live_pks() -> Iterable[int]:
    return holders().order_by().values_list("pk", flat=True)


# -- changes -------------------------------------------------------------------------------------------
def record_people(pks: Iterable[int | None]) -> None:
    outbox.record_many(registry.key_of(KIND, pk) for pk in pks if pk is not None)


def _person_changed(sender: type[Any], instance: Any, update_fields: Any = None, **_: Any) -> None:
    if set(update_fields or ()) != {"last_login"}:  # a sign-in says nothing of a role
        record_people([instance.pk])


def _membership_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    record_people([instance.user_id])


def _role_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    """Who held it before, too: the row may have been given to somebody else."""
    record_people([instance.user_id, instance.deputy_id])


def _role_changes(sender: type[Any], instance: Any, **_: Any) -> None:
    if instance.pk:
        for pair in PartnerRole.objects.filter(pk=instance.pk).values_list("user", "deputy"):
            record_people(pair)


def _partner_changed(sender: type[Any], instance: Any, created: bool = False, **_: Any) -> None:
    """Its name stands in the entries, and whether it is a member decides about them."""
    if not created:
        pairs = PartnerRole.objects.filter(partner=instance.pk).values_list("user", "deputy")
        record_people({pk for pair in pairs for pk in pair})


def connect() -> None:
    """Register the kind and listen for changes. Called once, when the app is ready."""
    source = Source(KIND, "People", User, live_pks, entries, rows, card, titles=("last_name", "first_name"))
    registry.register(source)
    partner = Membership._meta.get_field("partner").related_model
    handlers: tuple[tuple[type[Any], Callable[..., None]], ...] = (
        (User, _person_changed),
        (Membership, _membership_changed),
        (PartnerRole, _role_changed),
        (partner, _partner_changed),  # type: ignore[arg-type]
    )
    for number, signal in enumerate((post_save, post_delete)):
        for model, handler in handlers:
            signal.connect(handler, sender=model, dispatch_uid=f"search_people_{model.__name__}_{number}")
    pre_save.connect(_role_changes, sender=PartnerRole, dispatch_uid="search_people_role_changes")
