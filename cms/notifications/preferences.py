"""How often each person wants e-mail about each kind of notice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Unauthenticated
from cms.core.requester import SYSTEM, Requester
from cms.notifications import kinds
from cms.notifications.kinds import Kind
from cms.notifications.models import Frequency, Preference

DIGEST = "digest"  # what one press in a digest stops: every kind that waits for digests and may be stopped


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a person's settings."""

    kind: Kind
    frequency: Frequency


def frequencies_for(kind: Kind | None, user_ids: Iterable[int]) -> dict[int, Frequency]:
    """{person: what holds for them}; one query, none where there is no choice."""
    people = set(user_ids)
    if kind is None:
        return dict.fromkeys(people, Frequency.AT_ONCE)
    found = dict.fromkeys(people, kind.default)
    if people and len(kind.choices) > 1:
        rows = Preference.objects.filter(kind=kind.key, user__in=people).values_list("user_id", "frequency")
        found |= {user: chosen_of(kind, kept) for user, kept in rows}
    return found


def chosen_of(kind: Kind | None, kept: str | None) -> Frequency:
    """What holds, from the choice on file. One that the kind no longer offers counts as none."""
    if kind is None:
        return Frequency.AT_ONCE
    return Frequency(kept) if kept in kind.choices else kind.default


def choices_of(requester: Requester) -> list[Choice]:
    """The requester's settings, every kind; those of the core team for the core team alone."""
    if requester.user_id is None:
        return []
    chosen = dict(Preference.objects.filter(user=requester.user_id).values_list("kind", "frequency"))
    return [
        Choice(kind, chosen_of(kind, chosen.get(kind.key)))
        for kind in kinds.all_kinds()
        if requester.is_editor or not kind.core_team
    ]


@transaction.atomic
def choose(*, by: Requester, wanted: Mapping[str, str]) -> int:
    """Set how often e-mail comes, by kind. What waits already follows the new choice at the next look, within minutes.
    Returns how many changed. Raises Unauthenticated, BadInput with `fields` for what cannot be chosen; then nothing
    is changed."""
    if by.user_id is None:
        raise Unauthenticated("Sign in to choose.")
    fields = {}
    for key, frequency in wanted.items():
        kind = kinds.find(key)
        if kind is None or (kind.core_team and not by.is_editor):
            fields[key] = ["There is no such kind of notice."]
        elif frequency not in kind.choices:
            fields[key] = [kind.because or "Choose how often."]
    if fields:
        raise BadInput("Some choices need another look.", fields=fields)
    return _write(by, by.user_id, wanted)


def _write(by: Requester, user_id: int, wanted: Mapping[str, str]) -> int:
    before = dict(Preference.objects.filter(user=user_id).values_list("kind", "frequency"))
    changed = 0
    for key, frequency in wanted.items():
        kind = kinds.find(key)
        if kind is None or before.get(key, kind.default) == frequency:
            continue
        values = {"frequency": frequency, "changed_at": clock.now()}
        row, _ = Preference.objects.update_or_create(user_id=user_id, kind=key, defaults=values)
        record(
            by, "notifications.chosen", row, before=before.get(key, kind.default), after={key: frequency, "of": user_id}
        )
        changed += 1
    if changed:
        content_version.bump()  # cached pages of settings
    return changed


@transaction.atomic
def stop(*, user_id: int, kind: str) -> int:
    """No more e-mail of this kind, by the link in a mail, which is proof enough of who asks. Kinds that always come
    stay. Returns how many kinds it stopped."""
    own = dict(Preference.objects.filter(user=user_id).values_list("kind", "frequency"))
    waits = (Frequency.DAILY, Frequency.WEEKLY)
    wanted = [
        one.key
        for one in kinds.all_kinds()
        if one.may_stop and (one.key == kind or (kind == DIGEST and own.get(one.key, one.default) in waits))
    ]
    return _write(SYSTEM, user_id, dict.fromkeys(wanted, Frequency.NEVER))
