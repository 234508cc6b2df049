"""Words by which others would know who wrote something that stands without a name: what people and mail programs write
below a mail, and what somebody says of themselves."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from cms.snippets.models import Partner, PartnerAlias

NAME, ADDRESS, PHONE, BODY = "your name", "your e-mail address", "your telephone number", "your organisation’s name"
PHONE_DIGITS = 9  # the last ones: the same number has +44 or 0 before them


def tells_who(text: str, *, user: Any, partners: Iterable[int]) -> list[str]:
    """What of a person stands in the text, as words for themselves ("your name"): any part of their name, their
    address, their number, and the names and aliases of the bodies with these keys. Rather once too often."""
    local, _, domain = user.email.partition("@")
    looked_for = {
        NAME: re.split(r"[\s\-]+", f"{user.first_name} {user.last_name}"),
        ADDRESS: [user.email, local, domain],
        BODY: _names_of(set(partners)),
    }
    found = [words for words, names in looked_for.items() if any(_stands_in(text, name) for name in names)]
    digits = re.sub(r"\D", "", user.phone)[-PHONE_DIGITS:]
    if len(digits) == PHONE_DIGITS and digits in re.sub(r"[\s().\-]", "", text):
        found.append(PHONE)
    return found


def _names_of(keys: set[int]) -> list[str]:
    names = list(PartnerAlias.objects.filter(partner__in=keys).values_list("name", flat=True))
    for partner in Partner.objects.filter(pk__in=keys):
        host = (urlsplit(partner.website).hostname or "").removeprefix("www.")
        names += [partner.name, re.sub(r"^the ", "", partner.name, flags=re.IGNORECASE), partner.legal_controller, host]
    return names


def _stands_in(text: str, name: str) -> bool:
    wanted, said = _plain(name), _plain(text)
    if len(wanted) < 2:  # an initial
        return False
    return re.search(rf"(?<![^\W\d_]){re.escape(wanted)}(?![^\W\d_])", said) is not None


def _plain(text: str) -> str:
    """Without capitals, accents, apostrophes and line ends: how the same name is written twice."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(re.sub(r"['’](s\b)?", "", letters.casefold()).replace("&", " and ").split())
