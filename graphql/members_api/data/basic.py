"""HTTP Basic for spreadsheets: the token's id and its secret. Only at the addresses of saved queries.

A browser that has been given Basic credentials sends them by itself ever after; so nothing else takes them, and these
addresses change nothing.
"""

import base64
import binascii

from django.http import HttpRequest

from cms.core.errors import Unauthenticated
from cms.core.requester import Requester
from cms.members import tokens
from cms.members.selectors import refuse_token_in_address, requester_of_token

CHALLENGE = 'Basic realm="Saved queries: token number and secret", charset="UTF-8"'
LONGEST = 400  # characters of the header
REFUSED = "Give the number and the secret of a token that is in force."


def reader_of(request: HttpRequest) -> Requester:
    """The token's rights, by Basic or Bearer. A session counts for nothing here.

    Raises Unauthenticated, the same for no, wrong and expired credentials.
    """
    refuse_token_in_address(request)
    scheme, _, given = request.headers.get("Authorization", "")[:LONGEST].partition(" ")
    found = None
    if scheme.lower() == "basic":
        found = _pair(given.strip())
    elif scheme.lower() == "bearer":
        found = tokens.parse(given.strip())
    if found is None:
        raise Unauthenticated(REFUSED)
    try:
        return requester_of_token(request, *found)
    except Unauthenticated as error:
        raise Unauthenticated(REFUSED) from error


def _pair(given: str) -> tuple[int, str] | None:
    """(token's key, secret) of "12:secret"; "mip_12" and the whole text of the token are understood too, as people
    paste what they were given."""
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    user, password = user.strip().removeprefix("mip_"), password.strip()
    whole = tokens.parse(password)
    if whole is not None:
        return whole if user in ("", str(whole[0])) else None
    return tokens.parse(f"mip_{user}_{password}")
