"""What members are asked about, and what people say of themselves, with markers for the leak matrix."""

import datetime
from typing import Any

from cms.consultations.models import Consultation, ConsultationComment, Paragraph
from cms.core import clock
from cms.forum.models import Expertise, PersonCard
from cms.snippets.models import Topic


def make_consultation(title: str = "A new charter", slug: str = "asked", **fields: Any) -> Consultation:
    """One that is open, with a heading and two paragraphs, unless told otherwise."""
    today, day = clock.today(), datetime.timedelta(days=1)
    given = {
        "kind": "charter",
        "summary": "What do you think?",
        "text": "# Why\n\nWe share.\n\nWe care.",
        "opens_on": today,
        "closes_on": today + 20 * day,
        "published_at": clock.now(),
    }
    found = Consultation.objects.create(title=title, slug=slug, **(given | fields))
    if found.published_at is not None:
        for number, text in enumerate(("Why", "We share.", "We care."), start=1):
            Paragraph.objects.create(consultation=found, number=number, is_heading=number == 1, text=text)
    return found


def make_comment(consultation: Consultation, author: Any, body: str, number: int | None = 2, **fields: Any) -> Any:
    about = consultation.paragraphs.get(number=number) if number else None
    return ConsultationComment.objects.create(
        consultation=consultation, paragraph=about, author=author, body=body, stance="change", submission_id=body[:64],
        **fields,
    )  # fmt: skip


def with_markers(member: Any, holder: Any, topic: Topic) -> None:
    """For the leak matrix: an open consultation, one that is being written; words of people and words held back."""
    asked = make_consultation("SECRET-asked-consultation")
    make_comment(asked, member, "SECRET-said-comment")
    make_comment(asked, member, "SECRET-back-comment", withdrawn_at=clock.now())
    make_comment(asked, member, "Said", number=None, outcome="accepted", answer="SECRET-early-answer")
    make_consultation("SECRET-written-consultation", "being-written", published_at=None)
    quiet = Topic.objects.create(name="Quiet", slug="quiet")
    Expertise.objects.create(user=holder, topic=topic, note="SECRET-known-topic")
    Expertise.objects.create(user=holder, topic=quiet, note="SECRET-quiet-topic", is_listed=False)
    PersonCard.objects.create(user=holder, about="SECRET-about-card")
