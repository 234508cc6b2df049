"""Making spaces, changing what is said of them, and ending them with their purpose."""

import datetime
import secrets
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.policy import may
from cms.core.requester import Requester
from cms.core.slugs import free_slug
from cms.forum.models import Space, SpaceMember
from cms.forum.services.checks import find_space, needed, person_of
from cms.members.selectors import belonging

FEWEST_OWNERS = {Space.Kind.CONFIDENTIAL: 2, Space.Kind.PRIVATE: 1}
Role = SpaceMember.Role
RULE_STAYS = "People wrote here under the Chatham House rule. It stays."


@transaction.atomic
def make_space(
    *,
    by: Requester,
    name: str,
    purpose: str,
    kind: str = Space.Kind.OPEN,
    owners: Iterable[int] = (),
    is_chatham_house: bool = False,
    ends_on: datetime.date | None = None,
) -> Space:
    """The core team makes a space and names its owners (keys of people); who makes it is not in it unless named. A
    confidential one needs two owners, a private one needs one. Raises Unauthenticated, Forbidden, BadInput with
    `fields`."""
    person_of(by)
    if not may(by, "forum.make_space"):
        raise Forbidden("The core team makes spaces.")
    people = set(owners)
    fields: dict[str, list[str]] = {}
    if kind not in Space.Kind.values:
        fields["kind"] = ["Choose who may read and write."]
    else:
        fewest = FEWEST_OWNERS.get(Space.Kind(kind), 0)
        if len(people) < fewest:
            fields["owners"] = [f"Name {'two owners' if fewest == 2 else 'an owner'} at least."]
    if len(standing(people)) != len(people):
        fields["owners"] = ["Choose people who are members today."]
    if ends_on is not None and ends_on < clock.today():
        fields["endsOn"] = ["Choose a day that is still to come."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    space = create(by, name=name, purpose=purpose, kind=kind, is_chatham_house=is_chatham_house, ends_on=ends_on)
    put_in(by, space, dict.fromkeys(people, str(Role.OWNER)))
    return space


def create(
    by: Requester,
    *,
    name: str,
    purpose: str,
    kind: str,
    is_chatham_house: bool = False,
    ends_on: datetime.date | None = None,
    parked_from: Space | None = None,
) -> Space:
    """The row, in the caller's transaction. Raises BadInput with `fields`."""
    title = needed(" ".join(name.split()), "name", 120, "Give the space a name.")
    space: Space = Space.objects.create(
        name=title,
        slug=_slug(title, kind),
        purpose=needed(purpose, "purpose", 1000, "Say in a sentence what it is for."),
        kind=kind,
        is_chatham_house=is_chatham_house,
        ends_on=ends_on,
        parked_from=parked_from,
        created_by_id=by.user_id,
    )
    record(by, "space.made", space, label=label(space))
    return space


def put_in(by: Requester, space: Space, roles: dict[int, str]) -> None:
    """These people ({key: role}) are in a new space from now on, in the caller's transaction."""
    now = clock.now()
    for user, role in roles.items():
        SpaceMember.objects.create(
            space=space, user_id=user, role=role, joined_at=now, let_in_by_id=by.user_id, asked_at=now
        )


@transaction.atomic
def change_space(
    *,
    by: Requester,
    space: str,
    name: str | None = None,
    purpose: str | None = None,
    is_chatham_house: bool | None = None,
    ends_on: datetime.date | None = None,
    no_end: bool = False,
) -> Space:
    """Change what is given; who may read it never changes, and what was said under the Chatham House rule stays under
    it. Raises NotFound, Forbidden, BadInput with `fields`."""
    found = kept(by, space)
    before = [found.name, found.purpose, found.is_chatham_house, found.ends_on]
    if name is not None:
        found.name = needed(" ".join(name.split()), "name", 120, "Give the space a name.")
    if purpose is not None:
        found.purpose = needed(purpose, "purpose", 1000, "Say in a sentence what it is for.")
    if is_chatham_house is not None:
        if found.is_chatham_house and not is_chatham_house and found.threads.exists():
            raise BadInput(RULE_STAYS, fields={"isChathamHouse": [RULE_STAYS]})
        found.is_chatham_house = is_chatham_house
    if ends_on is not None and ends_on < clock.today():
        raise BadInput(
            "Choose a day that is still to come.", fields={"endsOn": ["Choose a day that is still to come."]}
        )
    if ends_on is not None or no_end:
        found.ends_on = None if no_end else ends_on
    found.save()
    after = [found.name, found.purpose, found.is_chatham_house, found.ends_on]
    record(by, "space.changed", found, label=label(found), before=before, after=after)
    return found


@transaction.atomic
def archive_space(*, by: Requester, space: str, because: str) -> Space:
    """Its purpose has ended: it is read from now on, and nobody writes. Raises NotFound, Forbidden, BadInput."""
    found = kept(by, space)
    found.archived_because = needed(because, "because", 250, "Say why it ends.")
    found.archived_at = found.archived_at or clock.now()
    found.save(update_fields=["archived_at", "archived_because"])
    record(by, "space.archived", found, label=label(found), after=found.archived_because)
    return found


@transaction.atomic
def reopen_space(*, by: Requester, space: str) -> Space:
    """It goes on after all, without a last day. Raises NotFound, Forbidden."""
    found = kept(by, space)
    found.archived_at, found.archived_because, found.ends_on = None, "", None
    found.save(update_fields=["archived_at", "archived_because", "ends_on"])
    record(by, "space.reopened", found, label=label(found))
    return found


def kept(by: Requester, slug: str) -> Space:
    """A space that the caller looks after, held until the transaction ends. Raises Unauthenticated, NotFound,
    Forbidden."""
    person_of(by)
    found = find_space(by, slug)
    if not may(by, "forum.keep_space", found):
        raise Forbidden("The owners of the space do this.")
    locked: Space = Space.objects.select_for_update().get(pk=found.pk)
    return locked


def label(space: Space) -> str:
    """For the audit trail, which people outside the space read."""
    return f"space {space.pk}" if space.kind == Space.Kind.CONFIDENTIAL else space.name


def standing(people: Iterable[int]) -> frozenset[int]:
    """Those of these people who have an account in use and belong to the framework today."""
    wanted = set(people)
    active = get_user_model()._default_manager.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True)
    return belonging(active)


def _slug(name: str, kind: str) -> str:
    """A confidential space's says nothing, and shows by no number that another one of the name is there."""
    if kind == Space.Kind.CONFIDENTIAL:
        return f"c-{secrets.token_hex(6)}"
    # /spaces/new is the form
    return free_slug(Space.objects.all(), name, length=106, empty="space", reserved=("new",))
