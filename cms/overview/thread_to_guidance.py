"""From a thread to guidance: an accepted answer becomes a draft page that thanks its people."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.html import escape
from django.utils.text import Truncator

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.core.slugs import free_slug
from cms.forum.models import Post, Space, Thread
from cms.forum.selectors import may_be_named
from cms.members.models import User
from cms.members.selectors import recipient
from cms.notifications.services import notify
from cms.overview.models import Credit, GuidanceSource
from cms.overview.permissions import TO_GUIDANCE
from cms.pages.models import GuidanceIndexPage, GuidancePage
from cms.pages.selectors import members_path

KIND = "credit"
READ_BY_ALL = (Space.Kind.OPEN, Space.Kind.JOINABLE)  # every member may read what is said there
SUMMARY, TITLE = 250, 160
Part = Credit.Part


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a page thanks them."""

    name: str
    organisation: str
    part: str


@transaction.atomic
def guidance_from_thread(*, by: Requester, number: int, interprets_id: int, title: str = "") -> GuidancePage:
    """A draft of local guidance from thread `number`: the question, the accepted answer, and whom to thank. The draft
    that was made before, where there is one. It is published as all local guidance is, after a second approval.

    `interprets_id` is the national guidance on which it rests. Raises Forbidden, NotFound, Conflict where there is no
    accepted answer or not every member may read the space, BadInput with `fields`.
    """
    thread = _thread(by, number)
    known = GuidanceSource.objects.filter(thread=thread).select_related("page").first()
    if known is not None:
        return known.page
    question = thread.posts.filter(number=1).first()
    answer = thread.answer
    if thread.hidden_at is not None or thread.merged_into_id is not None:
        raise Conflict("This thread was hidden, or put together with another one.")
    if answer is None or question is None or any(_gone(post) for post in (question, answer)):
        raise Conflict("Nobody has accepted an answer yet, or it was taken back.")
    if thread.space.kind not in READ_BY_ALL:
        raise Conflict("Not every member may read this space, so its words become no guidance. Write it in your own.")
    rests_on = GuidancePage.objects.filter(pk=interprets_id, live=True).exclude(authority="local").first()
    if rests_on is None:
        message = "Choose the national guidance on which it rests."
        raise BadInput(message, fields={"interprets": [message]})
    parent = GuidanceIndexPage.objects.order_by("pk").first()
    if parent is None:
        raise Conflict("There is no place for guidance on this site yet.")
    page = GuidancePage(
        title=(title.strip() or thread.title)[:TITLE],
        slug=free_slug(parent.get_children(), title.strip() or thread.title, length=66, empty="guidance"),
        summary=Truncator(" ".join(answer.body.split())).chars(SUMMARY),
        authority=GuidancePage.Authority.LOCAL,
        interprets=rests_on,
        issuer="Core team",
        body=[
            ("heading", {"text": "The question"}),
            ("prose", {"html": _paragraphs(question.body)}),
            ("heading", {"text": "The answer"}),
            ("prose", {"html": _paragraphs(answer.body)}),
        ],
        owner_id=by.user_id,
        page_owner_id=by.user_id,
        provenance=f"Begun from thread {thread.number} of the community.",
        live=False,
    )
    parent.add_child(instance=page)
    page.topics.set(thread.topics.all())
    page.save_revision(user=User.objects.filter(pk=by.user_id or 0).first())
    source = GuidanceSource.objects.create(thread=thread, page=page, made_by_id=by.user_id)
    record(by, "thread.became_guidance", thread, after=page.pk)
    _thank(by, source, question, answer)
    return page


def _thank(by: Requester, source: GuidanceSource, question: Post, answer: Post) -> None:
    """Write down whom the page thanks, and ask those who have to be asked. Under the Chatham House rule nobody is."""
    space = source.thread.space
    if space.is_chatham_house:
        return
    thanked = source.thread.posts.annotate(n=Count("thanks")).filter(n__gt=0, number__gt=1)
    parts = [(answer, Part.ANSWERED), (question, Part.ASKED), *((post, Part.HELPED) for post in thanked)]
    seen: set[int] = set()
    for post, part in parts:
        if post.author_id is None or post.author_id in seen or _gone(post):
            continue
        seen.add(post.author_id)
        free = may_be_named(post)
        row = Credit.objects.create(
            source=source, person_id=post.author_id, post=post, part=part, asked_at=None if free else clock.now()
        )
        if not free:
            _ask(by, row)


def _ask(by: Requester, row: Credit) -> None:
    if row.person is None or not row.person.is_active:
        return
    notify(
        by=by,
        source_key=f"{KIND}:{row.pk}:asked",
        recipients=[recipient(row.person)],
        title="May we name you in guidance?",
        body="Something that you wrote in the community becomes guidance. Tell us whether your name may stand there. "
        "Until you say yes, it does not.",
        path=f"/community/credits/{row.pk}",
    )


@transaction.atomic
def answer_credit(*, by: Requester, key: int, agree: bool) -> Credit:
    """Say whether one's name may stand at the page; it may be said otherwise later. Raises NotFound for another's."""
    row: Credit | None = visible(Credit.objects.select_for_update(of=("self",)), by).filter(pk=key).first()
    if row is None or row.person_id != by.user_id:
        raise NotFound("There is no such question.")
    now = clock.now()
    row.agreed_at, row.declined_at = (now, None) if agree else (None, now)
    row.save(update_fields=["agreed_at", "declined_at"])
    record(by, "credit.agreed" if agree else "credit.declined", row)
    content_version.bump()
    return row


def named_on(by: Requester, page_id: int) -> list[Named]:
    """Whom a page thanks, for people who may read the page; nobody for tools and visitors."""
    if by.user_id is None or not by.is_member:
        return []
    if not visible(GuidancePage.objects.filter(pk=page_id), by).exists():
        return []
    rows = Credit.objects.filter(source__page=page_id, declined_at=None)
    shown = [row for row in rows.select_related("person", "post__partner", "post__thread__space") if is_named(row)]
    return [
        Named(str(row.person), row.post.partner.name if row.post.partner else "", row.get_part_display())
        for row in shown
        if row.person.is_active
    ]


def is_named(row: Credit) -> bool:
    """`row` with its post, thread and space. What has changed since counts: a post that is gone names nobody."""
    if row.declined_at is not None or _gone(row.post) or row.post.thread.space.is_chatham_house:
        return False
    return row.agreed_at is not None or (row.asked_at is None and may_be_named(row.post))


def credits_to_answer(by: Requester) -> list[Credit]:
    """The requester's own, to which they have said neither yes nor no."""
    rows = visible(Credit.objects.exclude(asked_at=None), by).filter(person=by.user_id)
    return list(rows.filter(agreed_at=None, declined_at=None).select_related("source__thread").order_by("pk"))


def tell_of_publishing(page_id: int, by: Requester) -> None:
    """Once, when the page is first there for members: its people hear of it."""
    source = GuidanceSource.objects.filter(page=page_id).select_related("page").first()
    if source is None:
        return
    rows = source.credits.filter(declined_at=None).select_related("person")
    notify(
        by=by,
        source_key=f"{KIND}:page-{page_id}:published",
        recipients=[recipient(row.person) for row in rows if row.person.is_active],
        title=f"What you wrote became guidance: {source.page.title}",
        body="Others find it now without asking. Thank you.",
        path=members_path(source.page),
    )


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves."""
    cause = source_key.split(":")[1]
    if cause.startswith("page-"):
        return ""
    row = Credit.objects.filter(pk=int(cause), person=user_id, person__is_active=True).first()
    return "" if row is not None and row.is_open else "Nobody needs to answer this any more."


def possible_basis() -> list[GuidancePage]:
    """National guidance on which local guidance may rest, by title."""
    return list(GuidancePage.objects.filter(live=True).exclude(authority="local").order_by("title"))


def likely_basis(thread: Thread) -> int | None:
    """The one that is filed under most of the thread's topics; None where none is filed under any."""
    topics = list(thread.topics.values_list("pk", flat=True))
    rows = GuidancePage.objects.filter(live=True, topics__in=topics).exclude(authority="local")
    found: int | None = rows.annotate(n=Count("topics")).order_by("-n", "title").values_list("pk", flat=True).first()
    return found


def _thread(by: Requester, number: int) -> Thread:
    thread: Thread | None = (
        visible(Thread.objects.all(), by).filter(number=number).select_related("space", "answer__thread__space").first()
    )
    if thread is None:
        raise NotFound("There is no such question or thread.")
    if not may(by, TO_GUIDANCE, thread):
        raise Forbidden("The core team makes guidance of it.")
    return thread


def _gone(post: Post) -> bool:
    return post.deleted_at is not None or post.hidden_at is not None


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in parts if part)
