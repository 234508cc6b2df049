"""A topic that crowds out others gets a space of its own."""

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.forum import telling
from cms.forum.models import ModerationAction, Space, SpaceMember, Thread
from cms.forum.search import record_threads
from cms.forum.services.checks import REASON, find_space, moderated, needed
from cms.forum.services.spaces import create, label, put_in


@transaction.atomic
def park_topic(*, by: Requester, space: str, topic: str, name: str, purpose: str, reason: str) -> Space:
    """Make a space of the same kind, with the same people, and move to it the threads of `space` (slug) about `topic`
    (slug). Those who began them are told why. Raises NotFound, Forbidden, BadInput with `fields`."""
    old = find_space(by, space)
    moderated(by, old)
    why = needed(reason, "reason", REASON, "Say why, for those who wrote.")
    threads = list(
        Thread.objects.filter(space=old, topics__slug=topic, merged_into=None).select_related("author").order_by("pk")
    )
    if not threads:
        raise BadInput("Nothing in this space is about that.", fields={"topic": ["Nothing here is about that."]})
    new = create(
        by,
        name=name,
        purpose=purpose,
        kind=old.kind,
        is_chatham_house=old.is_chatham_house,
        ends_on=old.ends_on,
        parked_from=old,
    )
    put_in(by, new, dict(SpaceMember.objects.current().filter(space=old).values_list("user_id", "role")))
    keys = [thread.pk for thread in threads]
    Thread.objects.filter(pk__in=keys).update(space=new)
    note, now = f"From “{old.name}” to “{new.name}”"[:200], clock.now()
    kind = ModerationAction.Kind.MOVE
    ModerationAction.objects.bulk_create(
        [ModerationAction(thread_id=key, kind=kind, reason=why, note=note, by_id=by.user_id, at=now) for key in keys]
    )
    content_version.bump()
    record_threads(keys)
    record(by, "space.topic_parked", new, label=label(new), before=old.pk, after=keys)
    telling.tell_of_parking(by, new, threads, why)
    return new
