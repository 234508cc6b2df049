"""An organisation's directory for tests: rows of ours, and the walk to the real provider of infra/services/oidc."""

import os
from urllib.parse import urlsplit

import httpx

from cms.core.requester import SYSTEM
from cms.members.models import SignInProvider
from cms.members.services.sign_in import save_provider
from tests.factories.people import PartnerFactory

DOMAIN = "exampleshire.example"


def issuer():
    return os.environ.get("TEST_OIDC_ISSUER", "https://directory.exampleshire.example")


def make_provider(**fields):
    """The row of the test directory, whose people have addresses at exampleshire.example."""
    given = {
        "key": "exampleshire",
        "name": "Exampleshire (example)",
        "issuer": issuer(),
        "client_id": "intranet",
        "partner": fields.pop("partner", None) or PartnerFactory(),
    }
    domains = fields.pop("domains", [DOMAIN])
    row = SignInProvider(**given | fields)
    secret = os.environ.get("TEST_OIDC_SECRET", "a secret")
    return save_provider(by=SYSTEM, provider=row, secret=secret, domains=domains, how="It is invented.")


def browser():
    """Cookies of its own; no certificates, which take longer to read than the whole walk and are not asked for here."""
    return httpx.Client(verify=False, trust_env=False)


def knows(sub, **claims):
    """The directory knows this person from now on, and says these claims of them."""
    with browser() as sender:
        sender.put(f"{issuer()}/people/{sub}", json=claims).raise_for_status()


def walk_there(answer, sub):
    """What a browser does at the directory: follow our redirect, sign in as `sub`; returns our path to come back to."""
    with browser() as visitor:
        found = visitor.get(answer["Location"])
        for _ in range(10):
            if found.status_code == 200:
                found = visitor.post(found.url, data={"sub": sub})
                continue
            target = str(found.next_request.url)
            if not target.startswith(issuer()):
                parts = urlsplit(target)
                return f"{parts.path}?{parts.query}"
            found = visitor.send(found.next_request)
    raise AssertionError(found.text)
