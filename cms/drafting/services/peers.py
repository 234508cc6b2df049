"""Asking a person of another partner for their view of a draft, and giving it."""

import datetime
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import SYSTEM, Requester
from cms.drafting.models import PeerReview
from cms.drafting.services.access import locked, refuse
from cms.members.models import User
from cms.members.selectors import holders, members_of, recipient
from cms.notifications.services import cancel_deliveries, notify
from cms.snippets.models import Isp, IspVersion, Partner
from cms.snippets.search_isps import record_isps

State = IspVersion.State
View = PeerReview.View
FURTHEST = datetime.timedelta(days=120)
LONGEST = 4000
MOST_AT_ONCE = 20


@transaction.atomic
def ask_for_view(
    *, by: Requester, reference: str, partner: str, answer_by: datetime.date, email: str = "", message: str = ""
) -> PeerReview:
    """Ask another partner's (slug) IG lead, or the one of its people with this address, for their view by a day.

    That person alone may then read the draft and comment, until their view is no longer asked for or it is sent out.
    Asked twice, the person is asked once. Raises NotFound, Forbidden, Conflict, BadInput with `fields`.
    """
    version = locked(by, reference)
    body = visible(Partner.objects.all(), by).filter(slug=partner, membership=Partner.Membership.MEMBER).first()
    person = _person(body, email) if body is not None else None
    today = clock.today()
    refuse(
        {
            "partner": _fault(body, person, email, version),
            "email": f"Nobody with this address belongs to {body.name}." if body and email and person is None else "",
            "answerBy": ""
            if today < answer_by <= today + FURTHEST
            else "Choose a day after today, within four months.",
            "message": f"Make this shorter: {LONGEST:,} characters at most." if len(message) > LONGEST else "",
        }
    )
    if body is None or person is None:  # refused above
        raise NotFound("There is no such person.")
    open_ones = PeerReview.objects.filter(version=version, ended_at=None)
    known: PeerReview | None = open_ones.filter(person=person).first()
    if known is not None:
        return known
    if open_ones.count() >= MOST_AT_ONCE:
        raise BadInput("That is a lot of people.", fields={"partner": [f"At most {MOST_AT_ONCE} are asked at once."]})
    gave_access = _let_in(version.isp_id, person.pk)
    review = PeerReview.objects.create(
        version=version,
        person=person,
        partner=body,
        asked_by_id=by.user_id,
        answer_by=answer_by,
        message=message.strip(),
        gave_access=gave_access,
    )
    _derive_state(version)
    record(by, "peer_review.asked", review, label=f"{version}: {body}", organisation_id=version.isp.lead_id)
    record_isps([version.isp_id])
    _tell_person(by, review, version)
    return review


def _person(body: Partner, email: str) -> User | None:
    if email.strip():
        found: User | None = members_of(body.pk).filter(email__iexact=email.strip()).first()
        return found
    return next(iter(holders("ig_lead", body.pk)), None)


def _fault(body: Partner | None, person: User | None, email: str, version: IspVersion) -> str:
    if body is None:
        return "Choose an organisation that has joined the network."
    if body.pk == version.isp.lead_id:
        return "This is the partner that writes it. Ask another one."
    if person is None and not email.strip():
        return f"{body.name} names no IG lead: give the address of the person to ask."
    return ""


def _let_in(isp: int, person: int) -> bool:
    """Let the person read drafts of the agreement. False where they could already."""
    _, made = Isp.reviewers.through._default_manager.get_or_create(isp_id=isp, user_id=person)
    return bool(made)


def _tell_person(by: Requester, review: PeerReview, version: IspVersion) -> None:
    # The draft is for the person alone: its words do not travel by mail.
    asker = str(review.asked_by) if review.asked_by else "The core team"
    day = f"{review.answer_by:%-d %B %Y}"
    notify(
        by=by,
        source_key=f"peer-review:{review.pk}:asked",
        recipients=[recipient(review.person)],
        title=f"Your view is asked for: a draft led by {version.isp.lead}",
        body=(
            f"{asker} asks you, for {review.partner}, to read the draft “{version.isp.title}” and to say what you "
            f"think of it by {day}. You can comment on each part. Nobody else of your organisation sees it.\n\n"
            f"{review.message}"
        ).strip(),
        email_body=(
            f"{asker} of {version.isp.lead} asks you to read a draft agreement and to say what you think of it by "
            f"{day}. You find it on the site once you have signed in. Nobody else of your organisation sees it."
        ),
        path=f"/drafts/{version.isp.reference}",
    )


@transaction.atomic
def give_view(*, by: Requester, review_id: int, view: str, note: str = "") -> PeerReview:
    """Say "fine" or "see my comments"; said again, it replaces what was said. Who asked is told. Raises NotFound,
    Forbidden, BadInput with `fields`.
    """
    review = _locked(by, review_id)
    if not may(by, "draft.give_view", review):
        raise Forbidden("The person who was asked says what they think, while they are asked.")
    refuse(
        {
            "view": "" if view in View.values else "Choose one.",
            "note": f"Make this shorter: {LONGEST:,} characters at most." if len(note) > LONGEST else "",
        }
    )
    review.view, review.note, review.answered_at = view, note.strip(), clock.now()
    review.save(update_fields=["view", "note", "answered_at"])
    cancel_deliveries(by=by, source_prefix=f"peer-review:{review.pk}:late:", reason="The view was given.")
    _derive_state(review.version)
    record(by, "peer_review.answered", review, label=str(review.version), organisation_id=review.partner_id)
    isp = review.version.isp
    people = {person.pk: person for person in (review.asked_by, isp.owner, isp.deputy) if person is not None}
    notify(
        by=by,
        source_key=f"peer-review:{review.pk}:answered:{view}",
        recipients=[recipient(person) for person in people.values() if person.pk != by.user_id],
        title=f"{review.person} ({review.partner}): {review.get_view_display().lower()}",
        body=f"{isp.reference} {isp.title}. {review.note}".strip(),
        email_body=f"{review.person} of {review.partner} has read {isp.reference}. Read there what they say.",
        path=f"/drafts/{isp.reference}/ask",
    )
    return review


@transaction.atomic
def stop_asking(*, by: Requester, review_id: int) -> PeerReview:
    """The person is no longer asked, and no longer reads the draft. What they wrote stays. Raises NotFound,
    Forbidden."""
    review = _locked(by, review_id)
    if not may(by, "draft.write", review.version):
        raise Forbidden("Who writes the draft decides whom it asks.")
    if review.ended_at is None:
        _end(review, "No longer asked.")
        _derive_state(review.version)
        record(by, "peer_review.ended", review, label=str(review.version), organisation_id=review.version.isp.lead_id)
    return review


def end_all(version: IspVersion, because: str) -> None:
    """Nobody is asked for their view of this version any more. In the transaction of what ends it."""
    for review in PeerReview.objects.filter(version=version.pk, ended_at=None):
        _end(review, because)


@transaction.atomic
def end_of_leaver(review: PeerReview) -> None:
    """The person no longer belongs to the partner that was asked."""
    _end(review, "Left the organisation.")
    _derive_state(review.version)
    record(SYSTEM, "peer_review.ended", review, label=str(review.version), organisation_id=review.partner_id)


def _end(review: PeerReview, because: str) -> None:
    review.ended_at, review.ended_because = clock.now(), because
    review.save(update_fields=["ended_at", "ended_because"])
    cancel_deliveries(by=SYSTEM, source_prefix=f"peer-review:{review.pk}:", reason=because)
    others = PeerReview.objects.filter(version__isp=review.version.isp_id, person=review.person_id, ended_at=None)
    if review.gave_access and not others.exists():
        through: Any = Isp.reviewers.through
        through._default_manager.filter(isp_id=review.version.isp_id, user_id=review.person_id).delete()
    record_isps([review.version.isp_id])


def _derive_state(version: IspVersion) -> None:
    """In peer review while somebody is asked and has not answered; else a draft."""
    waiting = PeerReview.objects.filter(version=version.pk, ended_at=None, answered_at=None).exists()
    wanted = State.PEER_REVIEW if waiting else State.DRAFT
    if version.state in (State.DRAFT, State.PEER_REVIEW) and version.state != wanted:
        version.state = wanted
        version.save(update_fields=["state"])


def _locked(by: Requester, review_id: int) -> PeerReview:
    found = visible(PeerReview.objects.all(), by).filter(pk=review_id).values_list("version", flat=True).first()
    if found is None:
        raise NotFound("There is no such request.")
    version = IspVersion.objects.select_for_update().get(pk=found)
    if version.state not in (State.DRAFT, State.PEER_REVIEW):
        raise Conflict("This draft was sent out for signature meanwhile.")
    rows = PeerReview.objects.select_related("version__isp__lead", "person", "partner", "asked_by")
    review: PeerReview = rows.get(pk=review_id)
    return review
