"""A small community in which every kind of hidden thing exists and is pointed at by something visible.

Everything that somebody may not see carries a marker such as SECRET-draft-page. `ALLOWED` says, by hand and not through
the rules that are tested, who may see which marker.
"""

import datetime
import json
import re
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page, ReferenceIndex

from cms.audit.services import record
from cms.community.models import SupportCase
from cms.core import clock, counters
from cms.core.requester import SYSTEM
from cms.drafting.models import DraftComment, PeerReview
from cms.members.models import ApiToken, RoleOffer, RoleOfferAnswer, SiteRole, User
from cms.members.roles import EDITORS, MANAGEMENT
from cms.notifications.models import Notification
from cms.pages.models import Audience, EventPage, GuidancePage, HorizonPage, NewsPage, StoryPage, StoryQuote
from cms.reorganisation.models import Change, ChangeBody, Reorganisation
from cms.saved_searches.models import SavedSearch, SavedSearchAlert
from cms.searchlog.models import Wish
from cms.snippets.models import (
    Benefit,
    DataFlow,
    DataItem,
    ExampleAgreement,
    Isp,
    IspContact,
    IspParty,
    IspVersion,
    LegalBasis,
    LegalCondition,
    Partner,
    PartnerContact,
    Question,
    QuestionPack,
    TemplateClause,
    TemplateVersion,
    Topic,
)
from cms.storage.models import ExchangePartner, InboundReceipt
from cms.tools.models import SavedQuery
from tests.factories import briefings, consultations, events, forum_markers, joining
from tests.factories.old_papers import make_batch
from tests.factories.pages import close_page, make_collection, make_document, make_image, make_page
from tests.factories.registers import (
    make_dataset,
    make_isp,
    make_isp_file,
    make_membership,
    make_partner,
    make_role,
    make_token,
    make_user,
)

State = IspVersion.State
MARKER = re.compile(r"SECRET-[a-z]+-[a-z]+")
PAGE_TYPES: tuple[type[Any], ...] = (GuidancePage, NewsPage, HorizonPage, StoryPage, EventPage)

# -- who may see what: written out, not computed by the product's rules ------------------------------------
MEMBERS_PAGES = {
    f"SECRET-members-{kind}" for kind in ("guidancepage", "newspage", "horizonpage", "storypage", "eventpage")
}
PAGES = (
    MEMBERS_PAGES | {"SECRET-login-section", "SECRET-login-page", "SECRET-story-quote"} | {"SECRET-asked-consultation"}
)
FILES = {f"SECRET-{box}-{kind}" for box in ("login", "inherited", "members") for kind in ("document", "image")}
REGISTER = {
    *("SECRET-candidate-partner", "SECRET-members-isp", "SECRET-members-text", "SECRET-register-dataset"),
    *("SECRET-member-benefit", "SECRET-example-agreement", "SECRET-isp-contact", "SECRET-legal-purpose"),
    *("SECRET-data-flow", "SECRET-open-file", "SECRET-said-comment"),
}
PEOPLE = {"SECRET-isp-owner", "SECRET-role-holder", "SECRET-partner-contact"} | {  # of people: no tool ever sees them
    *("SECRET-known-topic", "SECRET-about-card")  # what they chose to show
}
GROUP = {"SECRET-group-section", "SECRET-group-page", "SECRET-group-document", "SECRET-group-image"}
PARTIES = {"SECRET-parties-isp", "SECRET-parties-text", "SECRET-parties-file"}
SIGNING = {"SECRET-signing-isp", "SECRET-signing-text"}  # out for signature: people of every party
DRAFTS = {"SECRET-draft-isp", "SECRET-draft-text", "SECRET-peer-isp", "SECRET-peer-text", "SECRET-next-text"} | {
    *("SECRET-drafted-file", "SECRET-draft-comment", "SECRET-draft-quote", "SECRET-peer-note")
}
WITHDRAWN = {"SECRET-withdrawn-isp", "SECRET-withdrawn-text"}
CLOSED = {"SECRET-password-section", "SECRET-password-page", "SECRET-password-document", "SECRET-password-image"}
OWN = {"SECRET-own-case", "SECRET-own-notice", "SECRET-own-search", "SECRET-own-wish"} | {
    "SECRET-back-comment"
}  # one person's own
PAPERS = {"SECRET-old-batch", "SECRET-old-paper", "SECRET-old-guess", "SECRET-old-words", "SECRET-old-sheet"}
GONE = {"SECRET-leaver-owner"}  # a person who belongs nowhere any more: themselves and the core team alone
EDITORS_OWN = {"SECRET-edition-draft", "SECRET-clause-draft", "SECRET-withdrawn-pack", "SECRET-withdrawn-question"} | {
    *("SECRET-own-token", "SECRET-own-query", "SECRET-sent-file"),  # of a body whose leads are not among these roles
    "SECRET-bodies-plan",  # its body ends, and has neither a lead nor an IG lead
    "SECRET-audit-event",  # of the record of a body whose lead is not among these roles
}
PAGES |= events.SEEN | briefings.SEEN
GROUP |= briefings.GROUP
OWN |= events.OWN
PEOPLE |= joining.SEEN
EDITORS_OWN |= joining.TEAM
EDITORS_OWN |= {"SECRET-role-offer", "SECRET-coming-role"}  # of bodies whose leads are not among these roles
COLLEAGUES = {"SECRET-hidden-phone"}  # of who works with them, whatever they show to others
CORE_TEAM = COLLEAGUES | {"SECRET-own-case"}
NEVER = {"SECRET-nobodys-joining", "SECRET-draft-page", "SECRET-unpublished-title", "SECRET-editor-note"} | {
    *("SECRET-quiet-topic", "SECRET-early-answer", "SECRET-written-consultation")
}
NEVER |= briefings.NEVER | forum_markers.NEVER | joining.NEVER
REGISTER |= forum_markers.OPEN
OWN |= forum_markers.OWN
GROUP_ROOM, ROOMS = forum_markers.CONFIDENTIAL, forum_markers.PRIVATE | forum_markers.CONFIDENTIAL
EDITORS_OWN |= forum_markers.MODERATED | forum_markers.NAMELESS | {"SECRET-asking-reason"}

TOOL = PAGES | FILES | REGISTER
MEMBER = TOOL | PEOPLE
PARTY = MEMBER | PARTIES | SIGNING | briefings.GOT
ALLOWED: dict[str, set[str]] = {
    "anonymous": set(),
    "leaver": GONE,
    "suspended": set(),
    "member": MEMBER | OWN,
    "party": PARTY | COLLEAGUES | forum_markers.JOINED,
    "handler": PARTY | DRAFTS | WITHDRAWN | ROOMS,
    "management": MEMBER | GROUP | GROUP_ROOM,
    "editor": PARTY | DRAFTS | WITHDRAWN | GROUP | CLOSED | GONE | EDITORS_OWN | PAPERS | CORE_TEAM,
    "token_party": TOOL | PARTIES | SIGNING,
    "token_other": TOOL,
    "token_public": set(),
    "token_wrong_scope": set(),
    "token_content": PAGES | (FILES - {"SECRET-open-file"}),
}
SECRETS = PARTY | COLLEAGUES | ROOMS | forum_markers.JOINED
SECRETS |= DRAFTS | WITHDRAWN | GROUP | CLOSED | OWN | GONE | EDITORS_OWN | PAPERS | NEVER


def markers(text: str) -> set[str]:
    return set(MARKER.findall(text))


def block(type_: str, **value: Any) -> dict[str, Any]:
    return {"type": type_, "value": value}


def body_naming(pages: list[Page], documents: list[Any], images: list[Any]) -> str:
    """Every way in which a body can point at something."""
    links = "".join(
        f'<p>Read <a linktype="page" id="{page.pk}">a page</a><script>alert(1)</script></p>' for page in pages
    )
    files = "".join(f'<p><a linktype="document" id="{file.pk}">a file</a></p>' for file in documents)
    parts = [
        block("heading", text="Heading"),
        block("prose", html=links + files),
        block("callout", kind="note", title="Note", html=links),
        block("details", summary="More", html=files),
        block("steps", steps=[{"type": "item", "value": {"title": "First", "html": links + files}}]),
        *(block("picture", image=image.pk, alt="", decorative=True, caption="") for image in images),
        *(block("document", document=file.pk, note="") for file in documents),
        block("link_cards", cards=[{"type": "item", "value": {"title": "Go", "page": page.pk}} for page in pages]),
    ]
    return json.dumps(parts)


def index_references() -> None:
    """What a job of Wagtail's does after each save."""
    for page in Page.objects.all():
        ReferenceIndex.create_or_update_for_object(page.specific)


class Community:
    """Made once for all tests; each test then runs in a transaction that is rolled back."""

    def __init__(self) -> None:
        self.partners()
        self.people()
        self.files()
        self.pages()
        self.registers()
        index_references()

    def partners(self) -> None:
        self.lead, self.trust = make_partner("lead-council"), make_partner("trust")
        self.other, self.stopped = make_partner("other"), make_partner("stopped", membership="suspended")
        self.candidate = make_partner("candidate", name="SECRET-candidate-partner", membership="candidate")
        PartnerContact.objects.create(partner=self.trust, name="SECRET-partner-contact", email="contact@example.org")
        record(SYSTEM, "partner.renamed", self.trust, label="SECRET-audit-event")

    def people(self) -> None:
        self.users: dict[str, User] = {
            "member": make_user("member@example.org", self.other),
            "party": make_user("party@example.org", self.trust),
            "handler": make_user("handler@example.org", self.lead, last_name="SECRET-isp-owner"),
            "management": make_user("management@example.org", self.other, site_role=SiteRole.Role.MANAGEMENT_GROUP),
            "editor": make_user("editor@example.org", site_role=SiteRole.Role.CORE_EDITOR),
            "suspended": make_user("suspended@example.org", self.stopped),
            "leaver": make_user("leaver@example.org", last_name="SECRET-leaver-owner"),
        }
        make_membership(self.users["leaver"], self.trust, ends_on=clock.today() - datetime.timedelta(days=1))
        make_role(self.users["leaver"], self.trust, "ig_lead")
        make_role(self.users["handler"], self.lead, "operational_lead")
        holder = make_user("holder@example.org", self.trust, last_name="SECRET-role-holder")
        make_role(holder, self.trust, "dpo")
        User.objects.filter(pk=holder.pk).update(phone="SECRET-hidden-phone")
        coming = clock.today() + datetime.timedelta(days=30)
        make_role(holder, self.trust, "ig_lead", starts_on=coming, service_area="SECRET-coming-role")
        offer = RoleOffer.objects.create(user=holder, role="dpo", note="SECRET-role-offer", submission_id="one")
        RoleOfferAnswer.objects.create(offer=offer, partner=self.other)
        self.holder = holder
        self.board = Group.objects.get_or_create(name=MANAGEMENT)[0]
        Group.objects.get_or_create(name=EDITORS)

    def files(self) -> None:
        login = make_collection("Members", "login")
        boxes = {
            "login": login,
            "inherited": make_collection("Below members", parent=login),
            "group": make_collection("Board papers", "groups", groups=(self.board,)),
            "password": make_collection("Vault", "password"),
            "members": None,  # an open collection, but shown by members' pages alone
        }
        self.documents = {key: make_document(f"SECRET-{key}-document", box) for key, box in boxes.items()}
        self.images = {key: make_image(f"SECRET-{key}-image", box) for key, box in boxes.items()}
        self.charter, self.picture = make_document("Charter"), make_image("Town hall")
        self.isp_files = {
            "open": make_document("SECRET-open-file"),
            "parties": make_document("SECRET-parties-file"),
            "drafted": make_document("SECRET-drafted-file"),
        }

    def pages(self) -> None:
        open_to_all = {"audience": Audience.PUBLIC}
        self.topic = Topic.objects.create(name="Safety", slug="safety")
        self.plain = make_page(GuidancePage, "Plain", slug="plain", topics=[self.topic], **open_to_all)
        hidden: list[Page] = [
            make_page(kind, f"SECRET-members-{kind.__name__.lower()}", slug="inside") for kind in PAGE_TYPES
        ]
        self.members_pages = hidden
        shown = {"documents": [self.documents["members"]], "images": [self.images["members"]]}
        hidden[0].body = body_naming([], shown["documents"], shown["images"])
        hidden[0].page_owner = self.users["handler"]
        hidden[0].save()
        StoryQuote.objects.create(page=hidden[3], text="SECRET-story-quote", person="Somebody")
        for kind in ("login", "group", "password"):
            section = make_page(GuidancePage, f"SECRET-{kind}-section", slug=kind, **open_to_all)
            close_page(section, {"group": "groups"}.get(kind, kind), (self.board,) if kind == "group" else ())
            below = make_page(GuidancePage, f"SECRET-{kind}-page", section, slug="below", **open_to_all)
            hidden += [section, below]
        draft = make_page(GuidancePage, "SECRET-draft-page", slug="draft", live=False, **open_to_all)
        hidden.append(draft)
        edited = make_page(
            GuidancePage, "Edited", slug="edited", interprets=hidden[0], provenance="SECRET-editor-note",
            authority="local", page_owner=self.users["handler"], **open_to_all,
        )  # fmt: skip
        edited.title = "SECRET-unpublished-title"
        edited.save_revision()
        files = [
            *(self.documents[key] for key in ("login", "inherited", "group", "password")),
            *self.isp_files.values(),
        ]
        images = [self.images[key] for key in ("login", "inherited", "group", "password")]
        names_everything = body_naming(hidden, [self.charter, *files], [self.picture, *images])
        self.leaky = make_page(
            NewsPage, "Leaky", slug="leaky", body=names_everything, picture=self.images["login"], **open_to_all
        )
        GuidancePage.objects.filter(pk=hidden[0].pk).update(superseded_by=self.plain.pk)
        make_page(
            HorizonPage, "Change", slug="change", affected_guidance=[GuidancePage.objects.get(pk=hidden[0].pk), edited],
            **open_to_all,
        )  # fmt: skip
        self.hidden_pages = hidden

    def registers(self) -> None:
        owner = self.users["handler"]

        def isp(word: str, visibility: str, state: str, title: str = "", **fields: Any) -> Isp:
            return make_isp(
                title or f"SECRET-{word}-isp", self.lead, (self.trust, self.candidate), state, visibility=visibility,
                text={"summary": f"SECRET-{word}-text" if not title else "In the open."}, owner=owner, **fields,
            )  # fmt: skip

        open_isp = isp("public", "public", State.IN_FORCE, "Open protocol")
        IspVersion.objects.create(isp=open_isp, number=2, state=State.DRAFT, summary="SECRET-next-text")
        self.isps = {
            "public": open_isp,
            "members": isp("members", "members", State.IN_FORCE),
            "parties": isp("parties", "parties", State.IN_FORCE),
            "signing": isp("signing", "public", State.OUT_FOR_SIGNATURE),
            "draft": isp("draft", "public", State.DRAFT),
            "peer": isp("peer", "members", State.PEER_REVIEW),
            "withdrawn": isp("withdrawn", "public", State.WITHDRAWN),
        }
        left = self.users["leaver"]
        Isp.objects.filter(pk=self.isps["members"].pk).update(deputy=left)
        version = open_isp.versions.get(number=1)
        IspContact.objects.create(isp=open_isp, role="SECRET-isp-contact", partner=self.candidate, phone="01234 567890")
        DataItem.objects.create(version=version, name="Names")
        self.dataset = make_dataset("SECRET-register-dataset", self.trust, slug="a-dataset")
        DataFlow.objects.create(
            version=version, sender=self.lead, recipient=self.candidate, dataset=self.dataset, items="SECRET-data-flow"
        )
        written = self.isps["draft"].versions.get()
        DraftComment.objects.create(
            version=written, step="summary", submission_id="one", text="SECRET-draft-comment",
            quote="SECRET-draft-quote",
        )  # fmt: skip
        PeerReview.objects.create(
            version=written, person=self.users["leaver"], partner=self.trust, note="SECRET-peer-note",
            answer_by=clock.today(),
        )  # fmt: skip
        condition = LegalCondition.objects.filter(kind="article6").first() or LegalCondition.objects.create(
            kind="article6", code="e", provision="Article 6(1)(e)", name="Public task"
        )
        party = IspParty.objects.get(version=version, partner=self.trust)
        LegalBasis.objects.create(party=party, purpose="SECRET-legal-purpose", article6=condition)
        make_isp_file(open_isp, self.isp_files["open"], parties_only=False, version=version)
        make_isp_file(self.isps["parties"], self.isp_files["parties"])
        make_isp_file(self.isps["draft"], self.isp_files["drafted"])
        benefit = Benefit.objects.create(title="SECRET-member-benefit")
        ExampleAgreement.objects.create(title="SECRET-example-agreement")
        everything = list(self.isps.values())
        make_page(
            StoryPage, "A story", slug="a-story", audience=Audience.PUBLIC, isps=everything, benefits=[benefit],
            partners=[self.candidate, self.trust],
        )  # fmt: skip
        edition = TemplateVersion.objects.create(number=1, published_on=clock.today(), what_changed="The first.")
        TemplateClause.objects.create(template=edition, heading="Purpose", section="purpose", why="So.", text="[Why]")
        edition = TemplateVersion.objects.create(number=2, what_changed="SECRET-edition-draft")
        TemplateClause.objects.create(template=edition, heading="SECRET-clause-draft", why="So.", text="Words")
        for slug, ends in (("a-pack", None), ("withdrawn-pack", clock.today())):
            title = "SECRET-withdrawn-pack" if ends else "Before you share"
            pack = QuestionPack.objects.create(slug=slug, title=title, asker="ig_lead", withdrawn_on=ends)
            Question.objects.create(pack=pack, text="SECRET-withdrawn-question" if ends else "Who?")
        asker = self.users["member"]
        self.plan = Reorganisation.objects.create(
            title="SECRET-bodies-plan", takes_effect_on=datetime.date(2099, 4, 1), shared_at=clock.now()
        )
        ends = Change.objects.create(reorganisation=self.plan, kind=Change.Kind.END)
        ChangeBody.objects.create(change=ends, side="from", partner=self.trust)
        self.case = SupportCase.objects.create(
            number=counters.next_value("support_case"), what="SECRET-own-case", whom="them", why="to help",
            asker=asker, email=asker.email,
            submission_id="one",
        )  # fmt: skip
        Notification.objects.create(
            source_key="one", user=asker, title="SECRET-own-notice", body="", path="/", created_at=clock.now()
        )
        Wish.objects.create(text="SECRET-own-wish", phrase="secret own wish", person=asker, submission_id="one")
        self.saved_search = SavedSearch.objects.create(
            owner=asker, name="SECRET-own-search", text="SECRET", filters={"partner": ["candidate", "trust"]},
            fingerprint="x", submission_id="one",
        )  # fmt: skip
        self.papers = make_batch(self.lead)
        joining.fill(self.lead, self.trust)
        make_token(self.trust, name="SECRET-own-token")
        self.token = ApiToken.objects.get(name="SECRET-own-token")
        self.query = SavedQuery.objects.create(
            partner=self.trust, name="SECRET-own-query", key="0" * 20, list_name="isps", columns=["title"]
        )
        box = ExchangePartner.objects.create(partner=self.trust, folder="trust", opened_at=clock.now())
        InboundReceipt.objects.create(
            bucket="x", key="inbox/trust/x.pdf", version="1", etag="1", size=1, exchange=box, seen_at=clock.now(),
            name="SECRET-sent-file", kind="document", state="refused", decided_at=clock.now(),
        )  # fmt: skip
        self.forum = forum_markers.Filler(self)
        consultations.with_markers(asker, self.holder, self.topic)
        found = [f"isp:{isp.pk}" for isp in everything] + [f"guidance:{page.pk}" for page in self.hidden_pages]
        found.append(f"partner:{self.candidate.pk}")
        for key in found:  # it once found everything: what of it is shown is decided today
            SavedSearchAlert.objects.create(saved_search=self.saved_search, key=key, state="site")
        event = make_page(EventPage, "An event", slug="an-event", audience=Audience.PUBLIC, host_partner=self.candidate)
        events.fill(self, event, EventPage.objects.get(slug="inside"))
        got = (self.users["party"], self.users["handler"])
        briefings.with_markers(self.members_pages[0], GuidancePage.objects.get(slug="group"), got, self.holder)
        change = HorizonPage.objects.get(slug="change")
        change.affected_isps.set(everything)
        change.save()
        self.event = event
        Partner.objects.filter(pk=self.trust.pk).update(parent=self.candidate)
