"""Sign-in through organisations: who may open our accounts, and its end."""

import datetime
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.members.models import SignInDomain, SignInProvider, User
from cms.members.models.providers import DOMAIN
from cms.members.services.ways_in import end_sessions

MOST_DOMAINS = 40
LATELY = datetime.timedelta(days=2)  # no session is older than eight hours; a job may be late
ORIGIN = re.compile(r"\Ahttps://[a-z0-9.-]+(:\d{1,5})?\Z")


@transaction.atomic
def save_provider(
    *, by: Requester, provider: SignInProvider, secret: str = "", domains: Sequence[str] = (), how: str = ""
) -> SignInProvider:
    """Make or change one; an empty secret keeps the one before, and `domains` are all that it has afterwards.

    `how` says how somebody made sure of domains that are new. An end that is past signs out whoever it opens.
    Raises Forbidden, and BadInput with `fields`.
    """
    if not policy.may(by, "signin_provider.manage"):
        raise Forbidden("The core team looks after this.")
    wanted = list(dict.fromkeys(domain.strip().lower().lstrip("@") for domain in domains if domain.strip()))
    _check(provider, secret, wanted, how)
    is_new = provider.pk is None
    if secret:
        provider.secret = secret
    provider.save()
    provider.domains.exclude(domain__in=wanted).delete()
    known = set(provider.domains.values_list("domain", flat=True))
    for domain in wanted:
        if domain not in known:
            provider.domains.create(domain=domain, verified_by_id=by.user_id, verified_how=how.strip())
    record(
        by,
        "signin_provider.made" if is_new else "signin_provider.changed",
        provider,
        organisation_id=provider.partner_id,
        after={"issuer": provider.issuer, "domains": wanted, "ends_on": provider.ends_on},
    )
    if not provider.is_current:
        for user in User.objects.filter(pk__in=SocialAccount.objects.filter(provider=provider.key).values("user")):
            end_sessions(user)
    return provider


def sign_out_after_ends() -> int:
    """End the sessions that people of a directory had open when its last day passed, once. Returns how many ended."""
    today, ended = clock.today(), 0
    lately = SignInProvider.objects.filter(ends_on__lt=today, ends_on__gte=today - LATELY)
    for key, last_day in lately.values_list("key", "ends_on"):
        midnight = datetime.datetime.combine(last_day + datetime.timedelta(days=1), datetime.time(), clock.LONDON)
        people = SocialAccount.objects.filter(provider=key).values("user")
        for session in UserSession.objects.filter(user__in=people, created_at__lt=midnight):
            session.end()
            ended += 1
    return ended


def _check(provider: SignInProvider, secret: str, domains: list[str], how: str) -> None:
    fields: dict[str, list[str]] = {}
    if not secret and not provider.sealed_secret:
        fields["secret"] = ["Write the secret that the directory gave for us."]
    issuer = urlsplit(provider.issuer)
    if issuer.scheme != "https" and provider.issuer != settings.OIDC_TEST_ISSUER:
        fields["issuer"] = ["It begins with https://."]
    elif issuer.query or issuer.fragment or issuer.username:
        fields["issuer"] = ["An address without a question mark, a # or a name before an @."]
    if any(not ORIGIN.match(origin) for origin in provider.more_origins.split()):
        fields["more_origins"] = ["Hosts alone, like https://login.example.gov.uk."]
    wrong = []
    for domain in domains:
        try:
            DOMAIN(domain)
        except ValidationError:
            wrong.append(domain)
    taken = (
        SignInDomain.objects.filter(domain__in=domains).exclude(provider=provider.pk).values_list("domain", flat=True)
    )
    held = set() if provider.pk is None else set(provider.domains.values_list("domain", flat=True))
    if wrong:
        fields["domains"] = [f"Not a domain: {', '.join(wrong)}."]
    elif taken:
        fields["domains"] = [f"Another organisation has {', '.join(taken)}."]
    elif len(domains) > MOST_DOMAINS:
        fields["domains"] = [f"At most {MOST_DOMAINS}."]
    if set(domains) - held and not how.strip():
        fields["how"] = ["Say how you made sure that the domain is theirs."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
