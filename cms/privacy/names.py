"""What the audit trail keeps of rows about people, and whose lead may read of them. By name, because it holds for apps
above this one too; `tests/cms/privacy/test_names.py` finds models that show a person and are not here."""

from operator import attrgetter

from django.apps import apps

from cms.audit.discretion import register_body, register_nameless

# Their titles hold a name, an address or words about a person.
NAMELESS = (
    "account.EmailAddress",
    "mfa.Authenticator",
    "members.User",
    "members.Membership",
    "members.PartnerRole",
    "members.SiteRole",
    "members.Invitation",
    "members.Departure",
    "members.Absence",
    "snippets.PartnerContact",
    "notifications.Delivery",
    "notifications.Bounce",
    "signing.Signature",
    "signing.Opening",
    "signing.Advice",
    "signing.Delegation",
    "signing.Chase",
    "reviews.ReviewAnswers",
    "reviews.Reminder",
    "postbox.InboundMail",
)
# About one organisation: its lead reads of them. The value says where the organisation stands in the row.
OF_A_BODY = {
    "snippets.Partner": "pk",
    "snippets.PartnerContact": "partner_id",
    "members.Membership": "partner_id",
    "members.PartnerRole": "partner_id",
    "members.Invitation": "partner_id",
    "members.Departure": "partner_id",
    "members.Absence": "partner_id",
    "members.ApiToken": "partner_id",
    "members.BodyCheck": "partner_id",
    "members.RoleOfferAnswer": "partner_id",
    "joining.CharterSignature": "partner_id",
    "joining.Sponsor": "partner_id",
    "tools.SavedQuery": "partner_id",
}


def connect() -> None:
    """Called once, when the app is ready."""
    register_nameless(*(apps.get_model(label) for label in NAMELESS))
    for label, column in OF_A_BODY.items():
        register_body(apps.get_model(label), attrgetter(column))
