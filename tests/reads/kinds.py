"""Kinds of objects, and the words that only some may read of each (`tests/factories/community.py`).

The kinds are the models with a rule in `cms.core.policy`: one without a row here fails
`test_api.py`. A kind has words of its own here, or stands in ELSEWHERE with the reason why not.
"""

import re

from tests.factories.community import SECRETS
from tests.reads.readers import MORE

PARTS = {  # kind: the middle of its markers, "SECRET-<these>"
    "audit.AuditEvent": "audit-event",
    "briefings.Correction": "briefing-correction",
    "briefings.Edition": "members-briefing briefing-note recipients-briefing draft-briefing",
    "briefings.EditionItem": "briefing-item briefed-page group-item draft-item",
    "community.CaseMessage": "case-message case-note",
    "community.SupportCase": "own-case",
    "consultations.Consultation": "asked-consultation written-consultation",
    "consultations.ConsultationComment": "said-comment back-comment early-answer",
    "drafting.DraftComment": "draft-comment draft-quote",
    "drafting.PeerReview": "peer-note",
    "events.Barrier": "event-barrier",
    "events.Paper": "event-paper",
    "events.Place": "own-needs",
    "events.SignUp": "event-joining nobodys-joining",
    "forum.Attachment": "private-file",
    "forum.Draft": "begun-words",
    "forum.Expertise": "known-topic quiet-topic",
    "forum.ModerationAction": "hidden-reason hiding-reason",
    "forum.PersonCard": "about-card",
    "forum.Post": "open-words joined-words private-words confidential-words hidden-words nameless-writer",
    "forum.PostText": "earlier-words deleted-earlier",
    "forum.Report": "reported-words",
    "forum.Space": "space-purpose confidential-space",
    "forum.SpaceMember": "asking-reason",
    "forum.Thread": "open-thread joined-thread private-thread confidential-thread hidden-thread",
    "intake.Batch": "old-batch",
    "intake.Guess": "old-guess",
    "intake.Paper": "old-paper",
    "intake.PaperPage": "old-words",
    "intake.SheetRow": "old-sheet",
    "joining.Application": "applied-body unconfirmed-body",
    "joining.CharterSignature": "charter-signer charter-scan",
    "joining.CharterVersion": "charter-draft",
    "joining.Sponsor": "sponsor-person",
    "members.ApiToken": "own-token",
    "members.BodyCheck": "check-words",
    "members.Invitation": "invited-person",
    "members.PartnerRole": "role-holder coming-role",
    "members.RoleOffer": "offer-note role-offer",
    "members.Shown": "hidden-phone",
    "members.User": "isp-owner leaver-owner",
    "notifications.Notification": "own-notice",
    "pages.StoryQuote": "story-quote",
    "reorganisation.Reorganisation": "bodies-plan",
    "saved_searches.SavedSearch": "own-search",
    "searchlog.Wish": "own-wish",
    "snippets.Benefit": "member-benefit",
    "snippets.DataFlow": "data-flow",
    "snippets.Dataset": "register-dataset",
    "snippets.ExampleAgreement": "example-agreement",
    "snippets.Isp": "members-isp parties-isp signing-isp draft-isp peer-isp withdrawn-isp",
    "snippets.IspContact": "isp-contact",
    "snippets.IspFile": "open-file parties-file drafted-file",
    "snippets.IspVersion": "members-text parties-text signing-text draft-text peer-text withdrawn-text next-text",
    "snippets.LegalBasis": "legal-purpose",
    "snippets.Partner": "candidate-partner",
    "snippets.PartnerContact": "partner-contact",
    "snippets.Question": "withdrawn-question",
    "snippets.QuestionPack": "withdrawn-pack",
    "snippets.TemplateClause": "clause-draft",
    "snippets.TemplateVersion": "edition-draft",
    "storage.InboundReceipt": "sent-file",
    "tools.SavedQuery": "own-query",
    "wagtailcore.Page": "members-guidancepage members-newspage members-horizonpage members-storypage members-eventpage "
    "login-section login-page group-section group-page password-section password-page draft-page unpublished-title "
    "editor-note",
    "wagtaildocs.Document": "login-document inherited-document members-document group-document password-document",
    "wagtailimages.Image": "login-image inherited-image members-image group-image password-image",
    # No rule of its own: seen in the admin alone.
    "members.SignInProvider": "signin-provider",
}
KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(f"SECRET-{part}" for part in words.split()) for kind, words in PARTS.items()
}
OF = {marker: kind for kind, found in KINDS.items() for marker in found}
ALL = frozenset(SECRETS | MORE)

PUBLIC = "open to everybody"
BELOW = "no words of its own: read with what it belongs to"
ELSEWHERE = {
    **dict.fromkeys(("snippets.GlossaryTerm", "snippets.LegalCondition", "snippets.LegalGateway"), PUBLIC),
    **dict.fromkeys(("snippets.Sector", "snippets.Theme", "snippets.Topic", "snippets.RegisterKey"), PUBLIC),
    **dict.fromkeys(("snippets.RegisterSnapshot", "snippets.SnapshotFile"), "tests/members_api/test_snapshots.py"),
    **dict.fromkeys(("consultations.Paragraph", "community.FollowUp", "snippets.DataItem", "snippets.IspParty"), BELOW),
    **dict.fromkeys(("snippets.PartnerAlias", "snippets.Succession", "forum.Thanks", "intake.Decision"), BELOW),
    **dict.fromkeys(("intake.Sheet", "members.Membership", "members.SiteRole", "members.RoleOfferAnswer"), BELOW),
    **dict.fromkeys(("tools.QueryReader", "tools.TokenUse", "forum.Follow", "forum.TopicInterest"), BELOW),
    **dict.fromkeys(("members.Absence", "members.Departure"), "tests/cms/members/test_leaving.py"),
    "drafting.StepSave": "tests/members_api/test_drafting.py",
    "overview.Credit": "tests/members_api/test_overview.py",
    **dict.fromkeys(("reviews.Review", "reviews.ReviewAnswers", "reviews.ReviewTrigger"), "tests/cms/reviews"),
    "searchlog.ContentTask": "tests/members_api/test_searchlog.py",
    **dict.fromkeys(
        ("signing.AmendmentChange", "signing.AmendmentNotice", "signing.Objection", "signing.Signature"),
        "tests/cms/signing",
    ),
    **dict.fromkeys(("discovery.Exclusion", "discovery.Pin", "discovery.SynonymSet"), "in the admin alone"),
    "storage.ExchangePartner": "in the admin alone: tests/cms/storage/test_inbound_admin.py",
    **dict.fromkeys(
        ("storage.UploadTicket", "storage.UploadedFile", "storage.UploadPart"), "tests/members_api/test_uploads.py"
    ),
}
MARKER = re.compile(r"SECRET-[a-z]+-[a-z]+")
