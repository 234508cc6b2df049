"""Everything that is held on a person: each column of each model that leads to one, in words, and what becomes of it
when the account is closed. A model that is not here fails `tests/cms/privacy/test_held.py`."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field, FileField, ForeignKey, Model, Q, QuerySet

from cms.audit.models import AuditEvent
from cms.members.models import User


class Then(StrEnum):
    """What becomes of a row when the account is closed."""

    GOES = "It is deleted"
    STAYS = "It stays, under “Former member”"
    CLEARED = "It stays without anybody"


GOES, STAYS, CLEARED = Then.GOES, Then.STAYS, Then.CLEARED

# "app.Model.column": (what it is, in words; what becomes of it). Columns are foreign keys and lists of people.
PEOPLE: dict[str, tuple[str, Then]] = {
    "account.EmailAddress.user": ("Addresses that you sign in with", GOES),
    "mfa.Authenticator.user": ("Second steps at sign-in (what they hold is not shown)", GOES),
    "socialaccount.SocialAccount.user": ("Your sign-in through your organisation", GOES),
    "usersessions.UserSession.user": ("Where you are signed in", GOES),
    "members.Membership.user": ("Organisations that you belong to", STAYS),
    "members.PartnerRole.user": ("Roles that you hold", STAYS),
    "members.PartnerRole.deputy": ("Roles that you stand in for", CLEARED),
    "members.SiteRole.user": ("What you do for the whole framework", STAYS),
    "members.Absence.user": ("Your absences", GOES),
    "members.Absence.cover": ("Absences that you cover", GOES),
    "members.Absence.made_by": ("Absences that you entered", STAYS),
    "members.Departure.user": ("Your leaving", STAYS),
    "members.Departure.made_by": ("Leavings that you planned", STAYS),
    "members.DepartureMove.successor": ("What was handed to you", STAYS),
    "members.Invitation.invited_by": ("Invitations that you sent", STAYS),
    "members.Invitation.used_by": ("The invitation that you accepted", GOES),
    "members.ApiToken.created_by": ("Tokens that you made", STAYS),
    # Never cleared: a token that nobody holds counts as the core team's, one whose holder has left counts no more.
    "members.ApiToken.held_by": ("Tokens that you look after", STAYS),
    "members.SignInDomain.verified_by": ("Domains of organisations that you verified", STAYS),
    "members.BodyCheck.confirmed_by": ("Yearly checks that you confirmed", STAYS),
    "members.Shown.user": ("What others see of you", GOES),
    "members.RoleOffer.user": ("Roles offered to you", GOES),
    "members.RoleOffer.made_by": ("Roles that you offered", STAYS),
    "members.RoleOfferAnswer.answered_by": ("Offers of roles that you answered", STAYS),
    "notifications.Preference.user": ("How often we write to you", GOES),
    "notifications.Digest.user": ("Daily and weekly e-mails", GOES),
    "notifications.PersonalKey.user": ("Your calendar addresses (the keys are not shown)", GOES),
    "notifications.Notification.user": ("Notices", GOES),
    "notifications.Delivery.user": ("E-mails that we sent you", GOES),
    "notifications.Bounce.cleared_by": ("Addresses that you said work again", STAYS),
    "storage.UploadTicket.user": ("Files that you began to send", GOES),
    "storage.ExchangePartner.made_by": ("Folders that you opened for partners’ systems", STAYS),
    "storage.KeptName.by": ("Files that you sent", CLEARED),
    "postbox.InboundMail.user": ("Answers that you sent by e-mail", CLEARED),
    "snippets.ChangeSet.made_by": ("Changes to the registers that you made", STAYS),
    "snippets.ChangeSet.undone_by": ("Changes to the registers that you took back", STAYS),
    "snippets.NameDecision.decided_by": ("Names of organisations that you settled", STAYS),
    "snippets.RegisterImport.uploaded_by": ("Registers that you uploaded", STAYS),
    "snippets.Isp.owner": ("Agreements that you own", CLEARED),
    "snippets.Isp.deputy": ("Agreements that you stand in for", CLEARED),
    "snippets.Isp.reviewers": ("Agreements whose drafts you may read", CLEARED),
    "snippets.IspParty.owner": ("Your organisation’s part of agreements, which you look after", CLEARED),
    "snippets.IspFile.looked_by": ("Files of agreements that you looked through before more people saw them", STAYS),
    "snippets.LegalBasis.checked_by": ("Legal bases that you checked", STAYS),
    "snippets.LegalBasis.override_by": ("Legal bases that you decided on", STAYS),
    "pages.PagePreview.user": ("Previews of pages", GOES),
    "signing.Signature.signatory": ("Agreements that you signed (your name stays in the signature)", STAYS),
    "signing.Signature.recorded_by": ("Signatures that you recorded", STAYS),
    "signing.Signature.voided_by": ("Signatures that you corrected", STAYS),
    "signing.Accession.asked_by": ("Agreements that you asked to join", STAYS),
    "signing.Accession.invited_by": ("Organisations that you invited to an agreement", STAYS),
    "signing.Leaving.recorded_by": ("Agreements that you ended for your organisation", STAYS),
    "signing.SendingOut.sent_by": ("Agreements that you sent out to be signed", STAYS),
    "signing.Opening.user": ("Agreements that you opened before signing", STAYS),
    "signing.Advice.recorded_by": ("Advice before signing that you recorded", STAYS),
    "signing.Delegation.given_by": ("Signing that you handed on", STAYS),
    "signing.Delegation.to": ("Signing that was handed to you", STAYS),
    "signing.Chase.person": ("Reminders to sign that you were sent", STAYS),
    "signing.Chase.sent_by": ("Reminders to sign that you sent", STAYS),
    "signing.StuckRequest.asked_by": ("Where you said that signing is stuck", STAYS),
    "signing.StuckRequest.answered_by": ("Where you helped when signing was stuck", STAYS),
    "signing.AmendmentNotice.sent_by": ("Notices of changes that you sent", STAYS),
    "signing.AmendmentNotice.withdrawn_by": ("Notices of changes that you withdrew", STAYS),
    "signing.Objection.made_by": ("Objections that you made", STAYS),
    "signing.Objection.answered_by": ("Objections that you answered", STAYS),
    "signing.Objection.taken_back_by": ("Objections that you took back", STAYS),
    "community.SupportCase.asker": ("Requests for help that you made", STAYS),
    "community.SupportCase.adviser": ("Requests for help that you answer", STAYS),
    "community.CaseMessage.author": ("What you wrote in requests for help", STAYS),
    "community.CaseThread.by": ("Requests for help that you took to other members", STAYS),
    "forum.Thread.author": ("Questions that you asked in the community", STAYS),
    "forum.Post.author": ("What you wrote in the community", STAYS),
    "forum.PostText.changed_by": ("Earlier words of posts that you changed", STAYS),
    "forum.Thanks.user": ("Posts that you thanked for", GOES),
    "forum.Draft.user": ("Words that you have not posted yet", GOES),
    "forum.Follow.user": ("Conversations that you follow", GOES),
    "forum.Expertise.user": ("Topics that you said you know", GOES),
    "forum.TopicInterest.user": ("Topics that you chose", GOES),
    "forum.PersonCard.user": ("Your card in the community", GOES),
    "forum.Space.created_by": ("Spaces that you made", STAYS),
    "forum.SpaceMember.user": ("Spaces that you are in", GOES),
    "forum.SpaceMember.let_in_by": ("People whom you let into a space", STAYS),
    "forum.Report.reporter": ("Posts that you reported", STAYS),
    "forum.Report.settled_by": ("Reports that you settled", STAYS),
    "forum.ModerationAction.by": ("What you did as a moderator", STAYS),
    "events.Place.user": ("Events that you signed up to", GOES),
    "events.Barrier.author": ("What you said stands in the way", STAYS),
    "consultations.ConsultationComment.author": ("Answers to consultations", STAYS),
    "briefings.Edition.signed_by": ("Briefings that you chose", STAYS),
    "briefings.Edition.scheduled_by": ("Briefings that you sent", STAYS),
    "briefings.Recipient.user": ("Briefings that were sent to you", GOES),
    "briefings.Correction.made_by": ("Corrections to briefings that you made", STAYS),
    "briefings.Suggestion.by": ("What you suggested for a briefing", STAYS),
    "searchlog.Wish.person": ("Searches that you asked to be told about", GOES),
    "searchlog.ContentTask.taken_by": ("Things to write that you took", STAYS),
    "searchlog.ContentTask.made_by": ("Things to write that you noted", STAYS),
    "saved_searches.SavedSearch.owner": ("Saved searches", GOES),
    "saved_searches.SavedSearchMail.user": ("E-mails about saved searches", GOES),
    "discovery.Pin.changed_by": ("Search results that you pinned", STAYS),
    "discovery.Exclusion.changed_by": ("Search results that you left out", STAYS),
    "reviews.Review.reviewer": ("Reviews that you did", STAYS),
    "reviews.ReviewTrigger.said_by": ("Reasons for a review that you reported", STAYS),
    "reviews.ReviewTrigger.taken_up_by": ("Reasons for a review that you took up", STAYS),
    "reviews.ReviewTrigger.done_by": ("Reasons for a review that you settled", STAYS),
    "reviews.ReviewAnswers.user": ("Reviews that you began", GOES),
    "reviews.Reminder.user": ("Reminders of reviews", CLEARED),
    "reviews.ManagementNote.sent_by": ("Notes to the management group that you sent", STAYS),
    "reviews.ManagementNote.dismissed_by": ("Notes to the management group that you set aside", STAYS),
    "drafting.DraftStart.by": ("Drafts that you began", STAYS),
    "drafting.StepSave.by": ("Steps of drafts that you wrote", STAYS),
    "drafting.DraftComment.by": ("Comments on drafts", STAYS),
    "drafting.DraftComment.resolved_by": ("Comments on drafts that you settled", STAYS),
    "drafting.PeerReview.person": ("Drafts that you were asked to read", STAYS),
    "drafting.PeerReview.asked_by": ("People whom you asked to read a draft", STAYS),
    "intake.Batch.made_by": ("Piles of papers that you added", STAYS),
    "intake.Paper.added_by": ("Papers that you added", STAYS),
    "intake.Decision.by": ("Decisions about papers", STAYS),
    "intake.Decision.undone_by": ("Decisions about papers that you took back", STAYS),
    "intake.Sheet.added_by": ("Lists that you added", STAYS),
    "intake.SheetRow.applied_by": ("Rows of lists that you applied", STAYS),
    "reorganisation.Proposal.made_by": ("Proposals in a reorganisation", STAYS),
    "reorganisation.Reorganisation.created_by": ("Reorganisations that you entered", STAYS),
    "reorganisation.Reorganisation.changed_by": ("Reorganisations that you changed", STAYS),
    "reorganisation.Reorganisation.reviewed_by": ("Reorganisations that you read through", STAYS),
    "reorganisation.IspChoice.decided_by": ("Who follows in an agreement, which you decided", STAYS),
    "reorganisation.Placement.decided_by": ("Where things went in a reorganisation, which you decided", STAYS),
    "joining.Application.decided_by": ("Applications that you decided", STAYS),
    "joining.CharterSignature.user": ("Charters that you signed (your name stays in the signature)", STAYS),
    "joining.CharterSignature.recorded_by": ("Signatures of the charter that you recorded", STAYS),
    "joining.Sponsor.person": ("Organisations that you stand beside as a sponsor", STAYS),
    "joining.Sponsor.asked_by": ("Sponsors whom you asked", STAYS),
    "joining.StandingChange.by": ("Where you said that an organisation joined or left", STAYS),
    "tools.SavedQuery.made_by": ("Saved queries that you made", STAYS),
    "overview.NotTheSame.said_by": ("Organisations that you said are two", STAYS),
    "overview.GuidanceSource.made_by": ("Guidance that you made of a conversation", STAYS),
    "overview.Credit.person": ("Guidance that names you", GOES),
    "wagtailcore.Page.owner": ("Pages that you made", STAYS),
    "wagtailcore.Page.locked_by": ("Pages that you locked", CLEARED),
    "wagtailcore.Revision.user": ("Versions of pages that you saved", STAYS),
    "wagtailcore.WorkflowState.requested_by": ("Pages that you sent for approval", STAYS),
    "wagtailcore.TaskState.finished_by": ("Pages that you approved", STAYS),
    "wagtailcore.Comment.user": ("Comments on pages", STAYS),
    "wagtailcore.Comment.resolved_by": ("Comments on pages that you settled", STAYS),
    "wagtailcore.CommentReply.user": ("Answers to comments on pages", STAYS),
    "wagtailcore.PageSubscription.user": ("Pages whose comments you follow", GOES),
    "wagtailcore.UploadedFile.uploaded_by_user": ("Files that you began to send", GOES),
    "wagtailcore.PageLogEntry.user": ("What you did to pages", STAYS),
    "wagtailcore.ModelLogEntry.user": ("What you did to registers", STAYS),
    "wagtailimages.Image.uploaded_by_user": ("Pictures that you added", STAYS),
    "wagtaildocs.Document.uploaded_by_user": ("Documents that you added", STAYS),
    "wagtailadmin.FormState.user": ("Screens of editors that you have open", GOES),
    "wagtailcore.APIToken.user": ("Tokens of the editors’ half", GOES),
    "wagtailadmin.EditingSession.user": ("Pages that you have open", GOES),
    "wagtailusers.UserProfile.user": ("How the editors’ half looks for you", GOES),
}
PAGE_OWNERS = "page_owner"  # of every editorial page: "Pages that you look after", cleared

# Columns that hold an address of somebody: what becomes of those that are the person's own.
ADDRESSES: dict[str, str] = {
    "members.User.email": "made unusable",
    "account.EmailAddress.email": "deleted",
    "members.Invitation.email": "deleted",
    "notifications.Delivery.recipient": "deleted",
    "notifications.Bounce.address": "deleted",
    "briefings.Subscription.email": "deleted",
    "briefings.Recipient.address": "deleted",
    "reviews.Reminder.recipient": "made unusable",
    "postbox.InboundMail.sender": "emptied, with the mail",
    "community.SupportCase.email": "made unusable",
    "snippets.PartnerContact.email": "kept: the contact is the organisation's, and its lead changes it",
    "snippets.IspContact.email": "kept: the contact is the agreement's",
    "joining.Application.email": "made unusable",
    "core.CommunitySettings.contact_email": "kept: the core team's",
}
# Never in a download: what opens a door, and what only machines read.
SECRET = frozenset(
    ("password", "digest", "token_digest", "nonce", "key", "secret", "data", "session_key", "submission_id", "token")
    + ("lease_until", "raw")
)


OF_ALL = frozenset(("snippets", "pages", "wagtailcore"))  # apps whose rows are the community's, not a person's
WHICH = frozenset(("id", "page_ptr", "reference", "version", "partner"))


@dataclass(frozen=True, slots=True)
class Held:
    """One column that leads to people: `rows(user)` are those of one."""

    model: type[Model]
    column: str
    what: str
    then: Then

    def rows(self, user: User) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.column: user.pk}).order_by("pk")


def all_held() -> Iterator[Held]:
    """Every column of PEOPLE whose model is installed, and the owners of editorial pages."""
    for label, (what, then) in PEOPLE.items():
        app, name, column = label.split(".")
        try:
            model = apps.get_model(app, name)
            model._meta.get_field(column)
        except LookupError:
            continue
        yield Held(model, column, what, then)
    for model in apps.get_models():
        if any(field.name == PAGE_OWNERS for field in model._meta.local_fields):
            yield Held(model, PAGE_OWNERS, "Pages that you look after", CLEARED)


def section(held: Held, user: User) -> list[dict[str, Any]]:
    """The rows of one column as plain values, by the words of their columns. Nothing that opens a door. Of pages and
    agreements that somebody looks after, which they are and no more: their words may be closed to the person."""
    only = WHICH if held.then is CLEARED and held.model._meta.app_label in OF_ALL else None
    return [_plain(row, only) for row in held.rows(user)]


def _plain(row: Model, only: frozenset[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in SECRET or isinstance(field, (BinaryField, FileField)):
            continue
        if only is not None and field.name not in only:
            continue
        value = _value(row, field)
        if value not in (None, "", [], {}):
            found[str(field.verbose_name)] = value
    return found


def _value(row: Model, field: Field[Any, Any]) -> Any:
    """Numbers and words as they are; days as ISO; another row by its number, for its title may name somebody else."""
    if isinstance(field, ForeignKey):
        key = getattr(row, field.attname)
        if key is None or field.related_model is User:
            return None
        return f"{field.related_model._meta.verbose_name} {key}"  # type: ignore[union-attr]
    value = getattr(row, field.attname)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float, str, list, dict)) or value is None else str(value)


def trail_of(user: User) -> list[dict[str, Any]]:
    """What the person did, and what was done to their account, as the audit trail keeps it."""
    about = Q(object_type=User._meta.label_lower, object_id=str(user.pk))
    rows = AuditEvent.objects.filter(Q(actor_id=user.pk) | about).order_by("pk")
    columns = ("at", "action", "object_label", "network")
    return [
        {"when": at.isoformat(), "what": action, "to what": label, "network": network}
        for at, action, label, network in rows.values_list(*columns).iterator()
    ]
