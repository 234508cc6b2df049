"""Each period of keeping, on rows: the old one goes, the young one stays, and so does what the record needs."""

import datetime
import hashlib
import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django_q.models import Task

from cms.briefings.models import Subscription
from cms.community.models import CaseKey, CaseMessage, SupportCase
from cms.core import clock
from cms.events.models import Place, SignUp
from cms.forum.models import Draft
from cms.joining.models import Application
from cms.members.models import ApiToken, Invitation
from cms.notifications.models import Delivery, Notification
from cms.pages.models import EventPage
from cms.postbox.models import InboundMail
from cms.privacy.retention import PERIODS
from cms.saved_searches.models import SavedSearchMail
from cms.searchlog.models import LoggedSearch, Wish
from cms.storage.contents import store_content
from cms.storage.models import Content, SyncObject, UploadPart, UploadTicket
from cms.tools.models import TokenUse
from tests.factories.pages import make_page
from tests.factories.people import PartnerFactory, UserFactory
from tests.factories.registers import make_token

pytestmark = pytest.mark.django_db
Moment = datetime.datetime
NUMBERS = itertools.count(1)


def case(closed_at: Moment | None) -> SupportCase:
    n = next(NUMBERS)
    made: SupportCase = SupportCase.objects.create(
        number=n, what="Names of tenants", whom="The police", why="Harm", asker=UserFactory(), name="Jo",
        email="jo@example.org", organisation="A body", closed_at=closed_at, submission_id=str(n),
    )  # fmt: skip
    CaseMessage.objects.create(case=made, kind="reply", text="Words", author=made.asker, submission_id=str(n))
    return made


def knows_who(row: Any) -> bool:
    row.refresh_from_db()
    assert (row.what, row.messages.get().text) == ("Names of tenants", "Words")  # the record, which stands
    named = {bool(row.asker), bool(row.name), bool(row.email), bool(row.organisation), bool(row.messages.get().author)}
    assert len(named) == 1
    return named == {True}


def case_key(closed_at: Moment | None) -> CaseKey:
    made: CaseKey = CaseKey.objects.create(case=case(closed_at), nonce="n", digest=str(next(NUMBERS)))
    return made


def place(ended: Moment) -> Place:
    ends = {"starts_at": ended - datetime.timedelta(hours=1), "ends_at": ended}
    page = make_page(EventPage, "A talk", slug=f"talk-{next(NUMBERS)}", **ends)
    told = {"told_starts_at": page.starts_at, "told_ends_at": page.ends_at}
    sign_up = SignUp.objects.create(event=page, **told)
    made: Place = Place.objects.create(sign_up=sign_up, user=UserFactory(), needs="A ramp", submission_id="one")
    return made


def application(applied_at: Moment, **fields: Any) -> Application:
    n = next(NUMBERS)
    given = {"number": n, "organisation": "A body", "name": "Jo", "email": "jo@example.org", "hopes": "Less typing"}
    secret = {"submission_id": str(n), "nonce": str(n), "digest": str(n)}
    made: Application = Application.objects.create(applied_at=applied_at, **given, **secret, **fields)
    return made


def invitation(expires_at: Moment) -> Invitation:
    digest = str(next(NUMBERS))
    made: Invitation = Invitation.objects.create(
        email="jo@example.org", partner=PartnerFactory(), token_digest=digest, expires_at=expires_at
    )
    return made


def mail(created_at: Moment, source: str = "x", state: str = "sent") -> Delivery:
    made: Delivery = Delivery.objects.create(
        source_key=f"{source}:{next(NUMBERS)}", recipient="jo@example.org", subject="Hello", body="Words",
        created_at=created_at, message_id=str(next(NUMBERS)), state=state,
    )  # fmt: skip
    return made


def notice(created_at: Moment) -> Notification:
    made: Notification = Notification.objects.create(
        user=UserFactory(), source_key=str(next(NUMBERS)), title="Hello", created_at=created_at
    )
    return made


def inbound(received_at: Moment, outcome: str = "refused") -> InboundMail:
    key = str(next(NUMBERS))
    made: InboundMail = InboundMail.objects.create(key=key, received_at=received_at, raw=b"Words", outcome=outcome)
    return made


def subscription(asked_at: Moment, confirmed_at: Moment | None = None) -> Subscription:
    email = f"reader-{next(NUMBERS)}@example.org"
    made: Subscription = Subscription.objects.create(email=email, asked_at=asked_at, confirmed_at=confirmed_at)
    return made


def draft(saved_at: Moment) -> Draft:
    made: Draft = Draft.objects.create(user=UserFactory(), place="new", saved_at=saved_at)
    return made


def search_mail(made_at: Moment) -> SavedSearchMail:
    given = {"user": UserFactory(), "kind": "at_once", "things": 1}
    made: SavedSearchMail = SavedSearchMail.objects.create(made_at=made_at, **given)
    return made


def search(at: Moment) -> LoggedSearch:
    made: LoggedSearch = LoggedSearch.objects.create(day=at.date(), phrase="falls", total=1)
    return made


def wish(at: Moment) -> Wish:
    made: Wish = Wish.objects.create(text="Falls", phrase="falls", submission_id=str(next(NUMBERS)))
    Wish.objects.filter(pk=made.pk).update(asked_at=at)
    return made


def ticket(made_at: Moment) -> UploadTicket:
    given = {"purpose": "x", "user": UserFactory(), "expires_at": made_at}
    made: UploadTicket = UploadTicket.objects.create(made_at=made_at, **given)
    return made


def upload_part(at: Moment) -> UploadPart:
    made: UploadPart = UploadPart.objects.create(ticket=ticket(at), number=1, name="plan.pdf", size=9, at=at)
    return made


def stored(state: str, **values: Any) -> Content:
    words = f"bytes {next(NUMBERS)}".encode()
    sha256 = hashlib.sha256(words).hexdigest()
    made: Content = store_content(io.BytesIO(words), sha256=sha256, size=len(words), kind="txt", state=state)
    Content.objects.filter(pk=made.pk).update(**values)
    return made


def released(at: Moment | None) -> Content:
    return stored("clean", released_at=at)


def in_quarantine(at: Moment, state: str = "refused") -> SyncObject:
    made: SyncObject = SyncObject.objects.get(content=stored(state, scanned_at=at))
    return made


def token_use(at: Moment) -> TokenUse:
    make_token(PartnerFactory())
    made: TokenUse = TokenUse.objects.create(token=ApiToken.objects.latest("pk"), day=at.date(), calls=3)
    return made


def failure(stopped: Moment) -> Task:
    name = str(next(NUMBERS))
    made: Task = Task.objects.create(id=name, name=name, func="x", started=stopped, stopped=stopped, success=False)
    return made


def stands(row: Model) -> bool:
    return type(row)._base_manager.filter(pk=row.pk).exists()


def has(column: str) -> Callable[[Any], bool]:
    """The row is there, come what may; whether its column still holds something."""

    def ask(row: Any) -> bool:
        row.refresh_from_db()
        return bool(getattr(row, column))

    return ask


@dataclass(frozen=True)
class Row:
    """`make(at)`: a row whose period begins then. `kept(row)`: nothing of it is forgotten. `spared`: such as stay
    however old they are."""

    make: Callable[[Moment], Any]
    kept: Callable[[Any], bool] = stands
    spared: tuple[Callable[[Moment], Any], ...] = field(default=())


def approved(at: Moment) -> Application:
    return application(at, confirmed_at=at, approved_at=at)


ROWS: dict[str, tuple[Row, ...]] = {
    "cases": (Row(case, knows_who, (lambda at: case(None),)),),
    "links": (Row(case_key, stands, (lambda at: case_key(None),)),),
    "event_needs": (Row(place, has("needs")),),
    "applications": (
        Row(lambda at: application(at, confirmed_at=at, refused_at=at), stands, (approved,)),
        Row(application, stands, (lambda at: application(at, confirmed_at=at),)),
    ),
    "invitations": (Row(invitation),),
    "notices": (Row(notice),),
    "mail_words": (Row(mail, has("body"), (lambda at: mail(at, state="pending"), lambda at: mail(at, state="held"))),),
    "mails": (Row(mail, stands, (lambda at: mail(at, state="pending"),)),),
    "inbound_words": (Row(inbound, has("raw"), (lambda at: inbound(at, "waiting"),)),),
    "inbound": (Row(inbound, stands, (lambda at: inbound(at, "waiting"),)),),
    "subscriptions": (Row(subscription, stands, (lambda at: subscription(at, at),)),),
    "forum_drafts": (Row(draft),),
    "forum_mails": tuple(
        Row(lambda at, source=source: mail(at, source), has("body"), (mail,))  # type: ignore[misc]
        for source in ("reply", "answer", "moderation")
    ),
    "saved_search_mails": (Row(search_mail), Row(lambda at: mail(at, "saved-searches"), has("body"), (mail,))),
    "searches": (Row(search), Row(wish)),
    "uploads": (Row(ticket),),
    "upload_parts": (Row(upload_part),),
    "file_bytes": (Row(released, stands, (lambda at: released(None),)),),
    "quarantine": (Row(in_quarantine, stands, (lambda at: in_quarantine(at, "waiting"),)),),
    "token_use": (Row(token_use),),
    "job_failures": (Row(failure),),
}


def test_each_period_that_the_site_enforces_has_rows_here() -> None:
    assert set(ROWS) == {name for name, period in PERIODS.items() if period.expire is not None}


@pytest.mark.parametrize("name", ROWS)
def test_the_old_row_goes_and_the_young_one_stays(name: str) -> None:
    days, now = datetime.timedelta(days=settings.RETENTION_DAYS[name]), clock.now()
    expire = PERIODS[name].expire
    assert expire is not None
    slack = datetime.timedelta(days=2)
    for row in ROWS[name]:
        old, young = row.make(now - days - slack), row.make(now - days + slack)
        spared = [(make, make(now - days * 3)) for make in row.spared]
        expire(now - days)
        assert (row.kept(old) if stands(old) else False, row.kept(young)) == (False, True)
        assert all(row.kept(one) for _, one in spared)
        expire(now - days)  # once more changes nothing
        assert row.kept(young)
