"""What people say of themselves: which topics they know, and what others see of them where people are looked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Unauthenticated
from cms.core.requester import Requester
from cms.forum.models import Expertise, PersonCard, TopicInterest
from cms.members.selectors.shown import shown_of
from cms.members.services.shown import change_shown
from cms.notifications.preferences import choose
from cms.snippets.models import Topic

ABOUT, NOTE = 300, 200  # characters
KINDS = ("briefings", "topics", "help")  # of notices, which people choose about together with their topics


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody says of one topic that they know."""

    note: str = ""
    is_listed: bool = True


@transaction.atomic
def choose_topics(
    *,
    by: Requester,
    knows: Iterable[str] | None = None,
    follows: Iterable[str] | None = None,
    how_often: Mapping[str, str] | None = None,
) -> None:
    """These are now the topics (slugs) that the person knows, and those that they want to hear of; None leaves a list
    as it is. What they wrote of a topic that stays is kept. `how_often` is the frequency of e-mail by kind of notice,
    of those in KINDS. Raises Unauthenticated, BadInput with `fields`."""
    user_id = _person(by)
    if how_often:
        if set(how_often) - set(KINDS):
            raise BadInput("Choose how often.", fields={"often": ["Choose how often."]})
        choose(by=by, wanted=how_often)
    for name, model, chosen in (("knows", Expertise, knows), ("follows", TopicInterest, follows)):
        if chosen is None:
            continue
        wanted = _topics(chosen, name)
        before = set(model.objects.filter(user=user_id).values_list("topic", flat=True))
        for row in model.objects.filter(user=user_id).exclude(topic__in=wanted):
            row.delete()
        for key in sorted(wanted - before):
            model.objects.get_or_create(user_id=user_id, topic_id=key)
        if wanted != before:
            record(by, f"topics.{name}_chosen", label=f"person {user_id}", before=sorted(before), after=sorted(wanted))


@transaction.atomic
def change_card(
    *,
    by: Requester,
    about: str | None = None,
    is_findable: bool | None = None,
    shows_email: bool | None = None,
    shows_phone: bool | None = None,
    topics: Mapping[str, Known] | None = None,
) -> PersonCard:
    """Change what others see of the person in “People who can help”; what is None stays. `topics` are topics by slug
    that the person knows. It holds at once. Raises Unauthenticated, BadInput with `fields`."""
    user_id = _person(by)
    _check(about, topics or {})
    card, _ = PersonCard.objects.get_or_create(user_id=user_id)
    before = _said(card)
    change_shown(by=by, email=shows_email, phone=shows_phone)
    card.about = card.about if about is None else " ".join(about.split())
    if is_findable is not None:
        card.hidden_at = None if is_findable else card.hidden_at or clock.now()
    card.changed_at = clock.now()
    card.save()
    for row in Expertise.objects.filter(user=user_id, topic__slug__in=topics or {}).select_related("topic"):
        said = (topics or {})[row.topic.slug]
        row.note, row.is_listed = " ".join(said.note.split()), said.is_listed
        row.save(update_fields=["note", "is_listed"])
    after = _said(card) | {slug: [known.note, known.is_listed] for slug, known in (topics or {}).items()}
    record(by, "person_card.changed", card, before=before, after=after)
    return card


def _person(by: Requester) -> int:
    if by.user_id is None or by.token_id is not None or not by.is_member:
        raise Unauthenticated("Sign in to choose your topics.")
    return by.user_id


def _topics(slugs: Iterable[str], name: str) -> set[int]:
    wanted = set(slugs)
    found = dict(Topic.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    if len(found) != len(wanted):
        raise BadInput("Choose from the topics.", fields={name: ["One of these topics is not there any more."]})
    return set(found.values())


def _check(about: str | None, topics: Mapping[str, Known]) -> None:
    fields = {}
    if about is not None and len(about) > ABOUT:
        fields["about"] = [f"Make this shorter: {ABOUT} characters at most."]
    for slug, known in topics.items():
        if len(known.note) > NOTE:
            fields[slug] = [f"Make this shorter: {NOTE} characters at most."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def _said(card: PersonCard) -> dict[str, object]:
    return {"about": card.about, "findable": card.hidden_at is None}


@dataclass(frozen=True, slots=True)
class MyTopics:
    """A person's own choices, for the page on which they change them. `pk` is the person's key."""

    pk: int
    has_chosen: bool
    about: str
    is_findable: bool
    shows_email: bool
    shows_phone: bool
    email: str
    phone: str
    topics: tuple["MyTopic", ...]


@dataclass(frozen=True, slots=True)
class MyTopic:
    slug: str
    name: str
    knows: bool
    follows: bool
    note: str
    is_listed: bool


def my_topics(by: Requester) -> MyTopics | None:
    """Every topic with what the person chose about it; None for who is not a member in person. Five queries."""
    if by.user_id is None or not by.is_member:
        return None
    user = get_user_model()._default_manager.get(pk=by.user_id)
    card = PersonCard.objects.filter(user=by.user_id).first()
    own = card or PersonCard(user_id=by.user_id)
    shown = shown_of([by.user_id])[by.user_id]
    known = {row.topic_id: row for row in Expertise.objects.filter(user=by.user_id)}
    followed = set(TopicInterest.objects.filter(user=by.user_id).values_list("topic", flat=True))
    return MyTopics(
        pk=by.user_id,
        has_chosen=bool(card or known or followed),
        about=own.about,
        is_findable=own.hidden_at is None,
        shows_email=shown.email,
        shows_phone=shown.phone,
        email=user.email,
        phone=user.phone,
        topics=tuple(
            MyTopic(
                slug=topic.slug,
                name=topic.name,
                knows=topic.pk in known,
                follows=topic.pk in followed,
                note=known[topic.pk].note if topic.pk in known else "",
                is_listed=known[topic.pk].is_listed if topic.pk in known else True,
            )
            for topic in Topic.objects.order_by("name")
        ),
    )
