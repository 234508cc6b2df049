"""A body with everybody in it, bodies beside it, and one of everything that a mutation needs.

The roles are all at the body "home", which leads `isp`, `draft` and `out`, and is a party of `theirs`, which "trust"
leads. `elsewhere` holds every role there is, at a body that has no part in any of it.
"""

import datetime
from typing import Any

from django.test import Client
from wagtail.models import Page

from cms.core import clock
from cms.core.models import CommunitySettings
from cms.core.requester import SYSTEM, Requester
from cms.forum.models import Post, Space, SpaceMember, Thread
from cms.joining.models import CharterVersion
from cms.members import tokens
from cms.members.models import PartnerRole, SiteRole, User
from cms.members.selectors import requester_of
from cms.pages.models import Audience, EventPage, GuidancePage
from cms.signing import services as signing
from cms.snippets.models import DataItem, Isp, IspParty, IspVersion, Partner, Topic
from tests.factories.consultations import make_consultation
from tests.factories.old_papers import make_batch
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_membership, make_partner, make_role, make_token, make_user
from tests.factories.signing import complete

State = IspVersion.State
DAY = datetime.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"
EVERY_ROLE = tuple(PartnerRole.Role.values)

# At "home", but where it says otherwise.
AT_HOME = {
    "colleague": (),
    "owner": (),  # of the agreements
    "partner_lead": ("partner_lead",),
    "ig_lead": ("ig_lead",),
    "approver": ("isp_approver",),
    "officer": ("accountable_officer",),
}
ROLES = (
    "visitor",
    "member",  # of a body that has no part in anything here
    "party",  # a member of a party
    *AT_HOME,
    "ended",  # at home, with every role there is until yesterday
    "left",  # was at home until yesterday, with every role
    "elsewhere",  # every role there is, at a body that has no part in anything here
    "suspended",  # every role there is, at a suspended body
    "editor",
    "management",  # no body's
    "moderator",  # a member elsewhere
    "token_all",  # of home, with every scope that a token can have
    "token_none",  # of home, without any
    "no_factor",  # every role there is at home and in the core team, signed in by password alone
)
TOKENS = {"token_all": tokens.SCOPES, "token_none": ("read:governance",)}
TEXT = {"summary": "We meet.", "purpose": "To help people.", "retention": "Two years.", "security": "Locked."}


class World:
    """Made once for a module, in a transaction that is rolled back; each cell then has a savepoint of its own."""

    def __init__(self) -> None:
        self.home, self.trust, self.other = (make_partner(slug) for slug in ("home", "trust", "other"))
        self.stopped = make_partner("stopped", membership=Partner.Membership.SUSPENDED)
        self.people: dict[str, User] = {}
        CommunitySettings.load()  # makes its one row
        self._people()
        self.isp = self._isp("Meetings", self.home, (self.trust,), State.IN_FORCE)
        self.draft = self._isp("A draft", self.home, (self.trust,), State.DRAFT)
        self.out = self._isp("To sign", self.home, (self.trust,), State.DRAFT)
        self.theirs = self._isp("Of the trust", self.trust, (self.home,), State.IN_FORCE, owner=None)
        # The trust's own affair: everybody may read it, and home has no part in it yet.
        self.foreign = self._isp("Of others", self.trust, (), State.IN_FORCE, owner=None, visibility="members")
        signing.send_out(by=SYSTEM, version_id=self.version(self.out).pk)
        self._places()
        self.papers = make_batch(self.home)
        self.charter = CharterVersion.objects.create(
            number=1, title="Our charter", text="We share.", published_on=clock.today()
        )
        self.consultation = make_consultation()
        self.clients = {role: self._client(role) for role in ROLES}

    # -- people
    def _person(self, name: str, *bodies: Partner, roles: tuple[str, ...] = (), **more: Any) -> User:
        user = make_user(f"{name.replace('_', '.')}@example.org", *bodies, first_name=name.capitalize(), **more)
        for role in roles:
            make_role(user, bodies[0], role, starts_on=clock.today() - 200 * DAY)
        self.people[name] = user
        return user

    def _people(self) -> None:
        yesterday = clock.today() - DAY
        for name, roles in AT_HOME.items():
            self._person(name, self.home, roles=roles)
        self._person("member", self.other)
        self._person("party", self.trust)
        self._person("trust_signs", self.trust, roles=("isp_approver",))
        self._person("siro", self.home, roles=("siro",))
        self._person("elsewhere", self.other, roles=EVERY_ROLE)
        self._person("suspended", self.stopped, roles=EVERY_ROLE)
        self._person("editor", site_role=SiteRole.Role.CORE_EDITOR)
        self._person("management", site_role=SiteRole.Role.MANAGEMENT_GROUP)
        self._person("moderator", self.other, site_role=SiteRole.Role.MODERATOR)
        self._person("no_factor", self.home, roles=EVERY_ROLE, site_role=SiteRole.Role.CORE_EDITOR)
        ended = self._person("ended", self.home, roles=EVERY_ROLE)
        left = self._person("left")
        make_membership(left, self.home, ends_on=yesterday)
        for role in EVERY_ROLE:
            make_role(left, self.home, role)
        PartnerRole.objects.filter(user__in=[ended, left]).update(ends_on=yesterday)

    def by(self, name: str) -> Requester:
        """The person's rights, with their second factor."""
        return requester_of(User.objects.get(pk=self.people[name].pk))

    def key(self, name: str) -> str:
        return str(self.people[name].pk)

    def _client(self, role: str) -> Client:
        """A browser with a session that was opened with a second factor, but for one; or a tool."""
        if role in TOKENS:
            text = make_token(self.home, *TOKENS[role], last_used_at=clock.now())
            return Client(headers={"Authorization": f"Bearer {text}"})
        client = Client()
        if role != "visitor":
            client.force_login(self.people[role], backend=BACKEND)
            session = client.session
            how = {"method": "password" if role == "no_factor" else "mfa", "at": clock.now().timestamp()}
            session["account_authentication_methods"] = [how]
            session["account_authentication_methods_user"] = self.key(role)
            session["seen_at"] = int(clock.now().timestamp())
            session.save()
        return client

    # -- agreements
    def _isp(self, title: str, lead: Partner, parties: tuple[Partner, ...], state: str, **fields: Any) -> Isp:
        given = {"visibility": "parties", "owner": self.people["owner"], "next_review_on": clock.today(), **fields}
        isp = make_isp(title, lead, parties, state, text=TEXT, **given)
        version = isp.versions.get()
        for party in version.parties.all():
            complete(party)
        DataItem.objects.create(version=version, name="Names")
        # So that what the lead signs does not put it in force.
        IspParty.objects.filter(version=version).update(is_essential=True)
        return isp

    def version(self, isp: Isp) -> IspVersion:
        found: IspVersion = isp.versions.order_by("-number").select_related("isp")[0]
        return found

    def party(self, isp: Isp, body: Partner) -> IspParty:
        found: IspParty = IspParty.objects.select_related("version__isp", "partner").get(
            version=self.version(isp), partner=body
        )
        return found

    # -- pages and the forum
    def _places(self) -> None:
        self.topic = Topic.objects.create(name="Safety", slug="safety")
        self.page = make_page(
            GuidancePage, "Plain", slug="plain", audience=Audience.PUBLIC, page_owner=self.people["owner"]
        )
        self.event: Page = make_page(EventPage, "An event", slug="an-event", audience=Audience.MEMBERS)
        self.open_space = self.space("everybody", "open")
        self.thread = self.make_thread(701, self.open_space, "colleague")
        self.post = self.thread.posts.get(number=1)
        self.reply = self.post_in(self.thread, "party")
        self.closed_space = self.space("closed-room", "confidential", owners=("colleague", "party"))
        self.closed_thread = self.make_thread(702, self.closed_space, "colleague")

    def space(self, slug: str, kind: str, owners: tuple[str, ...] = (), members: tuple[str, ...] = ()) -> Space:
        space: Space = Space.objects.create(slug=slug, name=slug.capitalize(), purpose="To try things.", kind=kind)
        for role, names in (("owner", owners), ("member", members)):
            for name in names:
                SpaceMember.objects.create(space=space, user=self.people[name], role=role, joined_at=clock.now())
        return space

    def make_thread(self, number: int, space: Space, author: str) -> Thread:
        thread = Thread.objects.create(
            number=number, space=space, title=f"Thread {number}", author=self.people[author], last_number=0
        )
        thread.topics.add(self.topic)
        self.post_in(thread, author)
        return thread

    def post_in(self, thread: Thread, author: str) -> Post:
        number = thread.posts.count() + 1
        Thread.objects.filter(pk=thread.pk).update(last_number=number)
        post: Post = Post.objects.create(
            thread=thread, number=number, author=self.people[author], body="Ask what for.",
            submission_id=f"{thread.number}-{number}",
        )  # fmt: skip
        return post
