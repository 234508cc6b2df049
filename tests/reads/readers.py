"""The community of the leak matrix with more kinds of people and more kinds of objects.

Who may see what is written out here by hand, as in `tests/factories/community.py`.
"""

import datetime
from typing import Any

from django.core.management import call_command

from cms.community.models import CaseMessage
from cms.core import clock
from cms.joining.keys import digest_of, secret_of
from cms.joining.models import Application
from cms.members.models import (
    ApiToken,
    BodyCheck,
    Invitation,
    PartnerRole,
    RoleOffer,
    RoleOfferAnswer,
    SignInProvider,
    SiteRole,
    User,
)
from tests.factories import forum_markers
from tests.factories.community import (
    ALLOWED,
    COLLEAGUES,
    DRAFTS,
    MEMBER,
    PAPERS,
    PARTIES,
    SIGNING,
    WITHDRAWN,
    Community,
)
from tests.factories.registers import make_role, make_token, make_user

TOOLS = {"SECRET-own-token", "SECRET-own-query", "SECRET-sent-file"}  # of the trust
LEADS = {
    "SECRET-audit-event",
    "SECRET-coming-role",
    "SECRET-offer-note",
    "SECRET-invited-person",
}  # what its partner lead reads besides
PLAN = {"SECRET-bodies-plan"}
TEAM = {"SECRET-case-note", "SECRET-check-words", "SECRET-signin-provider"}  # the core team's own
ASKED = {"SECRET-case-message"}
MORE = LEADS | TEAM | ASKED

TRUST = MEMBER | PARTIES | SIGNING | COLLEAGUES  # a plain member of the trust: colleagues see how to reach each other
LEAD = TRUST | TOOLS | PLAN | LEADS
FURTHER: dict[str, set[str]] = {
    "partner_lead": LEAD,
    "deputy": LEAD,  # a deputy holds the role too
    "ig_lead": TRUST | TOOLS | PLAN,
    "isp_approver": TRUST,
    "ended_role": TRUST,  # was its partner lead until yesterday
    "several": TRUST | DRAFTS | WITHDRAWN | PAPERS,  # of the trust, and IG lead of the council that leads
    "suspended_lead": set(),
    "moderator": MEMBER | forum_markers.MODERATED | forum_markers.NAMELESS,
    "editor_without_factor": MEMBER,
    "lead_without_factor": TRUST,
    "applicant": {"SECRET-applied-body"},
    "token_revoked": set(),
    "token_left": set(),  # its holder belongs there no more
    "token_suspended": set(),
}
# What the roles of the smaller matrix see of the objects that were added.
ADDED: dict[str, set[str]] = {"editor": LEADS | {"SECRET-case-note"} | ASKED, "member": ASKED, "deputy": LEADS | TOOLS}
SEES: dict[str, set[str]] = {role: may | ADDED.get(role, set()) for role, may in ALLOWED.items()} | FURTHER
PEOPLE = [role for role in SEES if not role.startswith("token_") and role not in ("anonymous", "applicant")]
WITHOUT_FACTOR = {"editor_without_factor", "lead_without_factor"}
REFUSED = {"token_revoked", "token_left"}  # 401, whatever they ask


class World(Community):
    """`users` by role; the roles of `FURTHER` besides those of the smaller community."""

    def __init__(self) -> None:
        super().__init__()
        call_command("ensure_roles", verbosity=0)  # what the two groups may do in the admin
        self.year_ago = clock.today() - datetime.timedelta(days=365)
        self.yesterday = clock.today() - datetime.timedelta(days=1)
        self.further_people()
        self.further_objects()

    def person(self, role: str, *partners: Any, **fields: Any) -> User:
        self.users[role] = make_user(f"{role.replace('_', '-')}@example.org", *partners, **fields)
        return self.users[role]

    def further_people(self) -> None:
        lead = PartnerRole.Role.PARTNER_LEAD
        held = make_role(self.person("partner_lead", self.trust), self.trust, lead)
        held.deputy = self.person("deputy", self.trust)
        held.save()
        make_role(self.person("ig_lead", self.trust), self.trust, "ig_lead")
        make_role(self.person("isp_approver", self.trust), self.trust, "isp_approver")
        over = {"starts_on": self.year_ago, "ends_on": self.yesterday}
        make_role(self.person("ended_role", self.trust), self.trust, lead, **over)
        make_role(self.person("several", self.trust, self.lead), self.lead, "ig_lead")
        make_role(self.person("suspended_lead", self.stopped), self.stopped, lead)
        self.person("moderator", self.other, site_role=SiteRole.Role.MODERATOR)
        self.person("editor_without_factor", self.other, site_role=SiteRole.Role.CORE_EDITOR)
        make_role(self.person("lead_without_factor", self.trust), self.trust, lead, starts_on=self.year_ago)

    def further_objects(self) -> None:
        wrong = [{"kind": "contacts", "words": "SECRET-check-words"}]
        BodyCheck.objects.create(partner=self.trust, due_on=clock.today(), wrong=wrong)
        offer = RoleOffer.objects.create(user=self.holder, role="dpo", note="SECRET-offer-note", submission_id="two")
        RoleOfferAnswer.objects.create(offer=offer, partner=self.trust)
        Invitation.objects.create(
            email="invited@example.org", name="SECRET-invited-person", partner=self.trust, token_digest="1",
            expires_at=clock.now() + datetime.timedelta(days=9),
        )  # fmt: skip
        for kind, text in (("reply", "SECRET-case-message"), ("note", "SECRET-case-note")):
            CaseMessage.objects.create(case=self.case, kind=kind, text=text, submission_id=text)
        SignInProvider.objects.create(
            key="directory", name="SECRET-signin-provider", partner=self.other, issuer="https://id.example.org",
            client_id="one",
        )  # fmt: skip
        self.applied = Application.objects.get(organisation="SECRET-applied-body")
        self.applied.digest = digest_of(secret_of(self.applied.nonce))
        self.applied.save()

    def token_text(self, role: str) -> str:
        """The text of a token that opens nothing, or that of a body that is suspended."""
        text = make_token(self.stopped if role == "token_suspended" else self.trust)
        row = ApiToken.objects.filter(pk=int(text.split("_")[1]))
        if role == "token_revoked":
            row.update(revoked_at=clock.now())
        elif role == "token_left":
            row.update(held_by=self.users["leaver"])
        return text
