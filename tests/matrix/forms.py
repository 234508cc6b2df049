"""Every form of the frontend: where it stands, for whom, and what is typed into it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cms.core import clock
from cms.members.models import BodyCheck
from cms.pages import models
from cms.snippets.models import Isp
from tests.factories.pages import make_page
from tests.matrix.areas import SAMPLES
from tests.matrix.world import ROLES, World


@dataclass(frozen=True, slots=True)
class Form:
    """`sample` prepares what it is about and says who may (cms and API agree on that in test_mutations). `at` and
    `page`, where that is another, are addresses with {names} of the world and of the sample's input. `typed` goes into
    the fields; the rest is filled in as it stands on the page. `who` sends it, unless the first who may."""

    sample: str
    at: str
    page: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    who: str = ""
    raw: bool = False  # sent by a script without a page of its own: `typed` is all of it
    before: Callable[[World], None] | None = None
    reads: bool = False  # it answers, and changes nothing for anybody

    @property
    def sender(self) -> str:
        return self.who or next(role for role in ROLES if role in SAMPLES[self.sample].may)


def page_of(kind: str) -> Callable[[World], None]:
    """A page of this type at the slug "plain"."""

    def make(world: World) -> None:
        make_page(getattr(models, kind), "Plain", slug="plain", audience="public")

    return make


NOTICE = "/isps/{isp}/amendments/1"


def without_owner(world: World) -> None:
    Isp.objects.filter(pk=world.isp.pk).update(owner=None)


def asked_to_check(world: World) -> None:
    BodyCheck.objects.create(partner=world.home, due_on=clock.today())


def later(name: str) -> dict[str, str]:
    """The three boxes of a date a week ahead."""
    return {f"{name}_{part}": "{" + f"later_{part}" + "}" for part in ("day", "month", "year")}


def now(name: str) -> dict[str, str]:
    return {f"{name}_{part}": "{" + f"now_{part}" + "}" for part in ("day", "month", "year")}


FORMS: dict[str, Form] = {
    "/organisation/add": Form("startIntake", "/organisation/add", typed={"name": "The drawer"}),
    "/organisation/add/{batch:int}/files": Form(
        "startUpload", "/organisation/add/{papers}/files", page="/organisation/add/{papers}"
    ),
    "/organisation/add/{batch:int}/names": Form(
        "addKnownByName",
        "/organisation/add/{papers}/names",
        page="/organisation/add/{papers}",
        typed={"titles": "Protocol for flood rescue"},
    ),
    "/organisation/add/{batch:int}/sheet": Form(
        "confirmColumns", "/organisation/add/{papers}/sheet", page="/organisation/add/{papers}"
    ),
    "/organisation/add/{batch:int}/{number:int}": Form(
        "settlePaper", "/organisation/add/{papers}/1", typed={"press": "left"}
    ),
    "/isps/{reference}/amendments/{number:int}/object": Form(
        "objectToAmendment",
        "/isps/{isp}/amendments/1/object",
        page="/isps/{isp}/amendments/1",
        typed={"reason": "We need two years"},
    ),
    "/isps/{reference}/amendments/{number:int}/take-back": Form(
        "takeBackObjection", "/isps/{isp}/amendments/1/take-back", page="/isps/{isp}/amendments/1"
    ),
    "/isps/{reference}/amendments/{number:int}/answer": Form(
        "answerObjection",
        "/isps/{isp}/amendments/1/answer",
        page="/isps/{isp}/amendments/1",
        typed={"answer": "We talked"},
    ),
    "/isps/{reference}/amendments/{number:int}/withdraw": Form(
        "withdrawAmendment", NOTICE + "/withdraw", page=NOTICE, typed={"why": "We were wrong"}
    ),
    "/isps/{reference}/report": Form("openReviewTrigger", "/isps/{isp}/report", typed={"what": "A letter came"}),
    "/isps/{reference}/triggers/{id:int}": Form(
        "decideReviewTrigger", "/isps/{isp}/triggers/{id}", typed={"decision": "take"}
    ),
    "/guidance/{slug}/review": Form("recordPageReview", "/guidance/plain/review"),
    "/search/opened": Form("noteOpened", "/search/opened", raw=True, typed={"body!": "{mark} {position}"}),
    "/search/wish": Form("makeWish", "/search/wish", typed={"text": "A template for schools", "note": ""}),
    "/search/wishes/withdraw": Form("withdrawWish", "/search/wishes/withdraw", page="/search/wishes"),
    "/events/{slug}/sign-up": Form("signUpToEvent", "/events/an-event/sign-up", page="/events/an-event"),
    "/events/{slug}/give-up": Form("giveUpEventPlace", "/events/an-event/give-up", page="/events/an-event"),
    "/events/{slug}/barriers": Form(
        "sayEventBarrier", "/events/an-event/barriers", typed={"title": "Nobody answers the telephone", "detail": ""}
    ),
    "/events/{slug}/barriers/ask": Form(
        "askPeersAboutBarrier", "/events/an-event/barriers/ask", page="/events/an-event/barriers"
    ),
    "/events/{slug}/barriers/withdraw": Form(
        "withdrawEventBarrier", "/events/an-event/barriers/withdraw", page="/events/an-event/barriers"
    ),
    "/accessibility/format": Form(
        "askForHelp", "/accessibility/format", typed={"name": "Lou", "email": "lou@example.org", "of": "A paper"}
    ),
    "/isps/{reference}/review/check": Form("finishReview", "/isps/{isp}/review/check"),
    "/isps/{reference}/review/note": Form(
        "recordReview", "/isps/{isp}/review/note", page="/isps/{isp}/review", typed={"notes": "A flow has moved"}
    ),
    "/isps/{reference}/review/again": Form(
        "discardReviewAnswers", "/isps/{isp}/review/again", page="/isps/{isp}/review"
    ),
    "/isps/{reference}/review/{step}": Form("saveReviewAnswers", "/isps/{isp}/review/used", typed={"value": "yes"}),
    "/drafts/new": Form("startDraft", "/drafts/new", typed={"title": "Another agreement"}),
    "/drafts/next": Form("startNextVersion", "/drafts/next", page="/isps/{isp}"),
    "/drafts/{reference}/comments/{step}": Form(
        "addDraftComment", "/drafts/{draft}/comments/purpose", typed={"text": "Why?"}
    ),
    "/drafts/{reference}/comments/{step}/resolve": Form(
        "resolveDraftComment", "/drafts/{draft}/comments/purpose/resolve", page="/drafts/{draft}/comments/purpose"
    ),
    "/drafts/{reference}/ask": Form(
        "askPeerReview",
        "/drafts/{draft}/ask",
        page="/drafts/{draft}/ask?find=other",
        typed={"partner": "other", "email": "member@example.org", **later("by")},
    ),
    "/drafts/{reference}/ask/stop": Form("stopPeerReview", "/drafts/{draft}/ask/stop", page="/drafts/{draft}/ask"),
    "/drafts/{reference}/view": Form("givePeerView", "/drafts/{draft}/view", typed={"view": "FINE"}),
    "/drafts/{reference}/law/{partner}/check": Form(
        "checkDraftBases", "/drafts/{draft}/law/trust/check", page="/drafts/{draft}/law/trust"
    ),
    "/drafts/{reference}/law/{partner}/{row}/remove": Form(
        "removeDraftBasis", "/drafts/{draft}/law/trust/{id}/remove", page="/drafts/{draft}/law/trust"
    ),
    "/drafts/{reference}/law/{partner}/{row}/{question}": Form(
        "saveDraftBasis", "/drafts/{draft}/law/trust/new/purpose", typed={"text": "To find people"}
    ),
    "/drafts/{reference}/{step}": Form(
        "saveDraftText", "/drafts/{draft}/purpose", typed={"text": "To help more people"}
    ),
    "/drafts/{reference}/{step}/remove": Form(
        "removeDraftRow", "/drafts/{draft}/information/remove", page="/drafts/{draft}/information"
    ),
    "/isps/{reference}/arrivals": Form("recordArrivals", "/isps/{isp}/arrivals", typed={"flow{flow}": "{today}"}),
    "/isps/{reference}/release": Form("takeCopy", "/isps/{isp}/release"),
    "/organisation/release": Form("takeCopy", "/organisation/release"),
    "/isps/{reference}/sign": Form("signVersion", "/isps/{out}/sign"),
    "/isps/{reference}/sign/delegate": Form(
        "handOnSigning", "/isps/{out}/sign/delegate", typed={"reason": "On leave", **later("ends")}
    ),
    "/isps/{reference}/sign/take-back": Form(
        "takeBackSigning", "/isps/{out}/sign/take-back", page="/isps/{out}/sign/delegate"
    ),
    "/isps/{reference}/sign/advice": Form(
        "noteAdvice", "/isps/{out}/sign/advice", page="/isps/{out}/sign", typed={"advice": "The assessment is sound"}
    ),
    "/isps/{reference}/leave": Form(
        "leaveAgreement", "/isps/{theirs}/leave", typed={"reason": "The service closes", **later("leaves")}
    ),
    "/signing/several": Form("signSeveral", "/signing/several"),
    "/isps/{reference}/signing/remind": Form("chaseParty", "/isps/{out}/signing/remind", page="/isps/{out}/signing"),
    "/isps/{reference}/signing/stuck": Form(
        "sayStuck", "/isps/{out}/signing/stuck", typed={"text": "Nobody answers", **later("target")}
    ),
    "/isps/{reference}/send-out": Form("sendOutVersion", "/isps/{draft}/send-out"),
    "/isps/{reference}/withdraw": Form("withdrawVersion", "/isps/{out}/withdraw", typed={"reason": "A word was wrong"}),
    "/isps/{reference}/join": Form("askToJoin", "/isps/{foreign}/join", typed={"reason": "We visit the same people"}),
    "/isps/{reference}/join/refuse": Form(
        "refuseToJoin", "/isps/{isp}/join/refuse", page="/isps/{isp}/join", typed={"because": "Not now"}
    ),
    "/isps/{reference}/sign/paper": Form(
        "recordPaper", "/isps/{out}/sign/paper", typed={"name_{signing}": "Joy Example", "on_{signing}": "{today}"}
    ),
    "/isps/{reference}/sign/paper/scan": Form(
        "correctSignature", "/isps/{out}/sign/paper/scan", page="/isps/{out}/sign/paper"
    ),
    "/isps/{reference}/sign/paper/{id:int}": Form(
        "correctSignature", "/isps/{out}/sign/paper/{signatureId}", typed={"name": "Joy Example", "why": "A wrong name"}
    ),
    "/organisation/isps/{reference}": Form("changeOurPart", "/organisation/isps/{isp}", typed={"area": "Housing"}),
    "/organisation/people/invite": Form(
        "invitePerson", "/organisation/people/invite", typed={"email": "new@example.org", "name": "New"}
    ),
    "/organisation/people/invitations/{id:int}": Form(
        "withdrawInvitation", "/organisation/people/invitations/{id}", page="/organisation/people"
    ),
    "/organisation/people/roles/{id:int}": Form(
        "changeRole", "/organisation/people/roles/{id}", typed={"area": "Housing"}
    ),
    "/organisation/people/{id:int}": Form("giveRole", "/organisation/people/{colleague}", typed={"role": "DPO"}),
    "/organisation/people/{id:int}/leave": Form("endMembership", "/organisation/people/{colleague}/leave"),
    "/organisation/roles": Form("offerRole", "/organisation/roles", typed={"role": "DPO", "partners": "trust"}),
    "/organisation/check": Form("confirmBody", "/organisation/check"),
    "/community/me/shown": Form("changeShown", "/community/me/shown"),
    "/community/me": Form("chooseTopics", "/community/me"),
    "/community/me/card": Form(
        "changeCard", "/community/me/card", page="/community/me", typed={"about": "I know about schools"}
    ),
    "/consultations/{slug}/comment": Form(
        "commentOnConsultation", "/consultations/asked/comment", typed={"body": "Yes, please"}
    ),
    "/consultations/{slug}/comments/{id:int}/withdraw": Form(
        "withdrawConsultationComment", "/consultations/asked/comments/{id}/withdraw"
    ),
    "/reorganisations/{number:int}": Form(
        "proposeSuccession", "/reorganisations/{number}", typed={"text": "To the trust, please"}
    ),
    "/notifications/read": Form("markNotificationsRead", "/notifications/read", page="/notifications"),
    "/notifications/settings": Form("setNoticeChoices", "/notifications/settings", typed={"kind-briefings": "never"}),
    "/notifications/settings/calendar": Form(
        "makeCalendarAddress",
        "/notifications/settings/calendar",
        page="/notifications/settings",
        typed={"label": "At work"},
    ),
    "/notifications/settings/calendar/revoke": Form(
        "revokeCalendarAddress", "/notifications/settings/calendar/revoke", page="/notifications/settings"
    ),
    "/organisation/owners": Form("chooseIspOwner", "/organisation/owners", who="partner_lead", before=without_owner),
    "/saved-searches/new": Form("saveSearch", "/saved-searches/new?q=floods"),
    "/saved-searches/{id:int}": Form("changeSavedSearch", "/saved-searches/{id}", typed={"name": "Floods here"}),
    "/saved-searches/{id:int}/seen": Form(
        "markSavedSearchSeen", "/saved-searches/{id}/seen", page="/saved-searches/{id}"
    ),
    "/saved-searches/{id:int}/delete": Form("deleteSavedSearch", "/saved-searches/{id}/delete"),
    "/organisation/tokens/new": Form("makeToken", "/organisation/tokens/new", typed={"name": "Our dashboard"}),
    "/organisation/tokens/{id:int}/renew": Form("renewToken", "/organisation/tokens/{id}/renew"),
    "/organisation/tokens/{id:int}/take": Form(
        "takeOverToken", "/organisation/tokens/{id}/take", page="/organisation/tokens/{id}"
    ),
    "/organisation/tokens/{id:int}/revoke": Form("revokeToken", "/organisation/tokens/{id}/revoke"),
    "/organisation/data/make": Form(
        "makeSavedQuery",
        "/organisation/data/make",
        page="/organisation/data/new?list=isps",
        typed={"name": "Our agreements"},
    ),
    "/organisation/data/{id:int}/change": Form(
        "changeSavedQuery", "/organisation/data/{id}/change", typed={"name": "Ours now"}
    ),
    "/organisation/data/{id:int}/end": Form("endSavedQuery", "/organisation/data/{id}/end"),
    "/briefings/suggest": Form(
        "suggestBriefingItem",
        "/briefings/suggest",
        typed={"title": "A new template", "why": "Everybody asks for it", "link": ""},
    ),
    "/briefings/subscribe": Form("subscribeToBriefing", "/briefings/subscribe", typed={"email": "lou@example.org"}),
    "/ask": Form(
        "askForHelp",
        "/ask",
        typed={"what": "Attendance", "whom": "Housing", "why": "To help", "name": "Lou", "email": "lou@example.org"},
    ),
    "/community/reports": Form("settleReport", "/community/reports", typed={"outcome": "It was changed"}),
    "/community/ask": Form(
        "postThread", "/community/ask", typed={"title": "Can a school tell housing?", "body": "How?"}
    ),
    "/community/draft": Form("savePostDraft", "/community/draft", raw=True, typed={"place": "new", "title": "May"}),
    "/community/draft/drop": Form("dropPostDraft", "/community/draft/drop", raw=True, typed={"place": "new"}),
    "/community/threads/{number:int}/moderate": Form(
        "moderateThread", "/community/threads/701/moderate", typed={"reason": "It is settled", "act": "LOCK"}
    ),
    "/community/threads/{number:int}/posts/{post:int}/moderate": Form(
        "moderatePost", "/community/threads/701/posts/1/moderate", typed={"reason": "It names a child"}
    ),
    "/community/threads/{number:int}/posts/{post:int}/edit": Form(
        "editPost", "/community/threads/701/posts/1/edit", typed={"body": "Other words"}
    ),
    "/community/threads/{number:int}/posts/{post:int}/delete": Form(
        "deletePost", "/community/threads/701/posts/1/delete"
    ),
    "/community/threads/{number:int}/posts/{post:int}/report": Form(
        "reportPost", "/community/threads/701/posts/1/report", typed={"reason": "It names a child"}
    ),
    "/community/threads/{number:int}/posts/{post:int}/files": Form("editPost", "/community/threads/701/posts/1/files"),
    "/community/threads/{number:int}/posts/{post:int}/files/remove": Form(
        "removePostFile", "/community/threads/701/posts/1/files/remove", page="/community/threads/701/posts/1/files"
    ),
    "/community/spaces/new": Form(
        "makeSpace", "/community/spaces/new", typed={"name": "Schools", "purpose": "To try things", "kind": "OPEN"}
    ),
    "/community/spaces/{slug}/enter": Form(
        "joinSpace", "/community/spaces/to-join/enter", page="/community/spaces/to-join"
    ),
    "/community/spaces/{slug}/leave": Form("leaveSpace", "/community/spaces/to-join/leave"),
    "/community/spaces/{slug}/people": Form(
        "changeSpacePerson", "/community/spaces/private/people", typed={"id": "{id}", "act": "let_in"}
    ),
    "/community/spaces/{slug}/manage": Form(
        "changeSpace", "/community/spaces/private/manage", typed={"purpose": "To try other things"}
    ),
    "/community/spaces/{slug}/park": Form(
        "parkTopic",
        "/community/spaces/everybody/park",
        typed={"name": "Safety", "purpose": "For that", "reason": "It is a lot"},
    ),
    "/community/threads/{number:int}": Form("replyToThread", "/community/threads/701", typed={"body": "Ask them"}),
    "/community/threads/{number:int}/follow": Form(
        "followThread", "/community/threads/701/follow", page="/community/threads/701"
    ),
    "/community/threads/{number:int}/answer": Form(
        "markAnswer", "/community/threads/701/answer", page="/community/threads/701"
    ),
    "/community/threads/{number:int}/posts/{post:int}/thank": Form(
        "thankForPost", "/community/threads/701/posts/1/thank", page="/community/threads/701"
    ),
    "/ask/key/{key}": Form("replyToKeyedCase", "/ask/key/{key}", typed={"text": "We meant another one"}),
    "/ask/{number:int}": Form("replyToCase", "/ask/{number}", typed={"text": "We meant another one"}),
    "/ask/{number:int}/members": Form(
        "askMembersAboutCase", "/ask/{number}/members", typed={"title": "Can a school tell housing?", "body": "How?"}
    ),
    "/join": Form(
        "applyToJoin",
        "/join",
        typed={
            "organisation": "The Saturday Kitchen",
            "name": "Lou Bread",
            "email": "lou@example.org",
            "hopes": "One story",
        },
    ),
    "/join/key/{key}": Form("confirmApplication", "/join/key/{key}"),
    "/charter/sign": Form("signCharter", "/charter/sign"),
    "/charter/sign/paper": Form(
        "recordCharterPaper", "/charter/sign/paper", typed={"name": "Joy Example", **now("on")}
    ),
    "/charter/sign/paper/scan": Form(
        "withdrawCharterSignature", "/charter/sign/paper/scan", page="/charter/sign", who="partner_lead"
    ),
    "/organisation/sponsor": Form("endSponsor", "/organisation/sponsor"),
    "/community/credits/{id:int}": Form("answerCredit", "/community/credits/{id}"),
    "/developers/explorer": Form(
        "renewToken", "/developers/explorer", typed={"query": "{{ isps {{ totalCount }} }}"}, reads=True
    ),
    "/register/snapshots/check": Form(
        "renewToken", "/register/snapshots/check", typed={"sha256": "0" * 64}, reads=True
    ),
    "/news/{slug}/review": Form("recordPageReview", "/news/plain/review", who="editor", before=page_of("NewsPage")),
    "/horizon/{slug}/review": Form(
        "recordPageReview", "/horizon/plain/review", who="editor", before=page_of("HorizonPage")
    ),
    "/stories/{slug}/review": Form(
        "recordPageReview", "/stories/plain/review", who="editor", before=page_of("StoryPage")
    ),
    "/events/{slug}/review": Form("recordPageReview", "/events/an-event/review", who="editor"),
    "/organisation/checks": Form("confirmBodies", "/organisation/checks", before=asked_to_check),
    "/organisation/contacts": Form("confirmContacts", "/organisation/contacts"),
    "/organisation/contacts/new": Form("saveContact", "/organisation/contacts/new", typed={"email": "a@example.org"}),
    "/organisation/contacts/{id:int}": Form(
        "saveContact#change", "/organisation/contacts/{id}", typed={"email": "a@example.org"}
    ),
}
