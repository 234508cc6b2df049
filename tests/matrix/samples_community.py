"""Mutations of what people do for themselves: requests for help, notices, searches, events, consultations, topics."""

import datetime
from typing import Any

from django.core.signing import TimestampSigner

from cms.community.keys import key_of
from cms.community.models import FollowUp, SupportCase
from cms.core import clock
from cms.events.models import Barrier, Place, SignUp
from cms.notifications import kinds
from cms.notifications.keys import CALENDAR
from cms.notifications.models import Notification, PersonalKey
from cms.overview.models import Credit, GuidanceSource
from cms.saved_searches.models import SavedSearch, SavedSearchAlert
from cms.searchlog.models import LoggedSearch, Wish
from tests.factories.consultations import make_comment
from tests.matrix.samples import ANYBODY, MEMBERS, sample
from tests.matrix.world import World

OWN = frozenset({"colleague"})
ASKER = {"colleague": "who asked, whom the words beside the action name"}
HELD = {"colleague": "who has a place there, whom the words beside the action name"}
NO_SCOPE = {"token_all": "no token is given the scope, so the rule is never asked"}


@sample("askForHelp", ANYBODY, "case.ask", but=NO_SCOPE)
def _(w: World) -> dict[str, Any]:
    given = {"what": "School attendance", "whom": "Housing", "why": "To help a family"}
    return {"submissionId": "one", **given, "name": "Lou", "email": "lou@example.org", "organisation": "A kitchen"}


def case(w: World, **more: Any) -> SupportCase:
    given: dict[str, Any] = {"asker": w.people["colleague"], "partner": w.home, "email": "colleague@example.org"}
    row: SupportCase = SupportCase.objects.create(
        number=77, what="Attendance", whom="Housing", why="To help", submission_id="asked", **(given | more)
    )
    return row


def followed_up(row: SupportCase) -> SupportCase:
    now = clock.now()
    SupportCase.objects.filter(pk=row.pk).update(answered_at=now, answer="Yes.")
    FollowUp.objects.create(case=row, settled_at=now)
    return row


@sample("replyToCase", {"colleague", "ig_lead"}, "case.reply", but=ASKER, sees={"editor"})
def _(w: World) -> dict[str, Any]:
    return {"number": case(w).number, "submissionId": "one", "text": "We meant another one."}


@sample("answerCaseFollowUp", {"colleague", "ig_lead"}, "case.reply", but=ASKER, sees={"editor"})
def _(w: World) -> dict[str, Any]:
    return {"number": followed_up(case(w)).number, "result": "HAPPENED"}


@sample("askMembersAboutCase", OWN, sees={"ig_lead", "editor"}, told={"editor"})
def _(w: World) -> dict[str, Any]:
    return {"number": case(w).number, "submissionId": "one", "title": "Can a school tell housing?", "body": "How?"}


@sample("replyToKeyedCase", ANYBODY)
def _(w: World) -> dict[str, Any]:
    key = key_of(case(w, asker=None, partner=None))
    return {"key": key, "submissionId": "one", "text": "We meant another one."}


@sample("answerKeyedFollowUp", ANYBODY)
def _(w: World) -> dict[str, Any]:
    return {"key": key_of(followed_up(case(w, asker=None, partner=None))), "result": "HAPPENED"}


# -- notices
@sample("markNotificationsRead", OWN, silent=MEMBERS - OWN)
def _(w: World) -> dict[str, Any]:
    row = Notification.objects.create(
        source_key="one", user=w.people["colleague"], title="News", body="", path="/", created_at=clock.now()
    )
    return {"ids": [str(row.pk)]}


@sample("setNoticeChoices", MEMBERS)
def _(w: World) -> dict[str, Any]:
    kind = next(one for one in kinds.all_kinds() if one.may_stop and not one.core_team and not one.path)
    return {"choices": [{"kind": kind.key, "frequency": "NEVER" if kind.default != "never" else "DAILY"}]}


@sample("makeCalendarAddress", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"label": "At work"}


@sample("revokeCalendarAddress", OWN)
def _(w: World) -> dict[str, Any]:
    return {"id": str(PersonalKey.objects.create(user=w.people["colleague"], purpose=CALENDAR, digest="x").pk)}


# -- searches and wishes
def kept(w: World) -> SavedSearch:
    row: SavedSearch = SavedSearch.objects.create(
        owner=w.people["colleague"], name="Floods", text="floods", fingerprint="x", submission_id="kept"
    )
    SavedSearchAlert.objects.create(saved_search=row, key=f"isp:{w.isp.pk}", state=SavedSearchAlert.State.SITE)
    return row


@sample("saveSearch", MEMBERS, "saved_search.keep")
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "text": "floods", "frequency": "WEEKLY"}


@sample("changeSavedSearch", OWN)
def _(w: World) -> dict[str, Any]:
    return {"id": str(kept(w).pk), "name": "Floods here"}


@sample("deleteSavedSearch", OWN)
def _(w: World) -> dict[str, Any]:
    return {"id": str(kept(w).pk)}


@sample("markSavedSearchSeen", OWN)
def _(w: World) -> dict[str, Any]:
    return {"id": str(kept(w).pk)}


@sample("makeWish", ANYBODY, "wish.make")
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "text": "A template for schools"}


@sample("withdrawWish", OWN)
def _(w: World) -> dict[str, Any]:
    row = Wish.objects.create(
        text="A template", phrase="a template", person=w.people["colleague"], submission_id="asked"
    )
    return {"id": str(row.pk)}


@sample("noteOpened", ANYBODY)
def _(w: World) -> dict[str, Any]:
    row = LoggedSearch.objects.create(phrase="floods", total=1, shown=[f"isp:{w.isp.pk}"])
    return {"mark": TimestampSigner(salt="searchlog.opened").sign(str(row.pk)), "position": 1}


# -- events and consultations
def sign_up(w: World) -> SignUp:
    row: SignUp = SignUp.objects.create(
        event=w.event, places=5, told_starts_at=w.event.starts_at, told_ends_at=w.event.ends_at
    )
    return row


def seated(w: World) -> str:
    """The colleague has a place, and so said what stands in the way."""
    at = clock.now() - datetime.timedelta(days=1)
    Place.objects.create(sign_up=sign_up(w), user=w.people["colleague"], given_at=at, submission_id="asked")
    return str(w.event.pk)


def barrier(w: World) -> dict[str, Any]:
    seated(w)
    row = Barrier.objects.create(
        event=w.event, title="Nobody answers", author=w.people["colleague"], submission_id="said"
    )
    return {"id": str(row.pk)}


@sample("signUpToEvent", MEMBERS, "event.sign_up")
def _(w: World) -> dict[str, Any]:
    sign_up(w)
    return {"eventId": str(w.event.pk), "submissionId": "one"}


@sample("giveUpEventPlace", OWN, silent=MEMBERS - OWN)
def _(w: World) -> dict[str, Any]:
    return {"eventId": seated(w)}


@sample("sayEventBarrier", {"colleague", "editor"}, "event.say_barrier", but=HELD, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"eventId": seated(w), "submissionId": "one", "title": "Nobody answers the telephone"}


@sample("withdrawEventBarrier", OWN, sees={"editor"})
def _(w: World) -> dict[str, Any]:
    return barrier(w)


@sample("askPeersAboutBarrier", {"colleague", "editor"})
def _(w: World) -> dict[str, Any]:
    return barrier(w)


@sample("commentOnConsultation", MEMBERS, "consultation.comment")
def _(w: World) -> dict[str, Any]:
    return {"slug": "asked", "stance": "SUPPORT", "body": "Yes, please.", "submissionId": "one"}


@sample("withdrawConsultationComment", OWN, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"id": str(make_comment(w.consultation, w.people["colleague"], "Not quite.").pk)}


# -- briefings, topics, thanks
@sample("subscribeToBriefing", ANYBODY)
def _(w: World) -> dict[str, Any]:
    return {"email": "lou@example.org"}


@sample("suggestBriefingItem", MEMBERS, "briefing.suggest")
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "title": "A new template", "why": "Everybody asks for it"}


@sample("chooseTopics", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"knows": ["safety"]}


@sample("changeCard", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"about": "I know about schools."}


@sample("answerCredit", OWN, sees={"editor"})
def _(w: World) -> dict[str, Any]:
    source = GuidanceSource.objects.create(thread=w.thread, page=w.page)
    row = Credit.objects.create(source=source, person=w.people["colleague"], post=w.post, part=Credit.Part.ASKED)
    return {"id": str(row.pk), "agree": True}
