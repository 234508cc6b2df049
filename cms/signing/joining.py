"""What a party signs, and its fingerprint: the version's own, or that of its own part where it joins later.

A partner that joins a version in force changes nothing that the others signed. What it signs is an addition: the
fingerprint of their words, and its own role and law. The addition is kept as it was when the partner was invited.
"""

import hashlib
import json
from typing import Any

from cms.core import clock
from cms.signing.amendments.selectors import amendments_in_effect
from cms.signing.models import Accession
from cms.snippets.models import IspVersion
from cms.snippets.services import content_hash, signed_part


def addition(party: Any, version: IspVersion) -> dict[str, Any]:
    """What a joining party signs, as JSON-able values."""
    amended = [notice.number for notice in amendments_in_effect(version)]
    return {
        "agreement": version.content_hash or content_hash(version),
        "amendment_notices": amended,  # which it joins with the words
        "party": signed_part(party),
    }


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of canonical JSON, as `cms.snippets.services.content_hash`."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(party: Any, version: IspVersion) -> str:
    """The fingerprint of what this party signs. A joining party that an editor added gets its addition kept now."""
    if not party.acceding:
        return version.content_hash or content_hash(version)
    kept = Accession.objects.filter(party=party).first()
    if kept is None:
        kept = keep_addition(party, version)
    return str(kept.content_hash)


def shown_fingerprint(party: Any, version: IspVersion) -> str:
    """The same for a screen: nothing is written."""
    if not party.acceding:
        return version.content_hash or content_hash(version)
    kept = Accession.objects.filter(party=party).values_list("content_hash", flat=True).first()
    return kept or fingerprint(addition(party, version))


def keep_addition(party: Any, version: IspVersion, **fields: Any) -> Accession:
    content = addition(party, version)
    given = {
        "party": party,
        "invited_on": clock.today(),
        "content": content,
        "content_hash": fingerprint(content),
        "submission_id": f"party-{party.pk}",
        **fields,
    }
    kept: Accession
    kept, _ = Accession.objects.update_or_create(
        version=version, partner_id=party.partner_id, refused_on=None, defaults=given
    )
    return kept
