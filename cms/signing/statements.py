"""What a person declares when they sign on this site. Kept word for word with the signature."""

from typing import Any

from cms.signing.amendments.selectors import amendments_in_effect
from cms.signing.joining import shown_fingerprint
from cms.snippets.models import IspVersion

NOT_SIGNED = "Contacts, names of people and the review date. They can change without a new signature."


def statement_of(party: Any, version: IspVersion, person: str) -> list[str]:
    """The declaration, line by line; the last three are the boxes that the person ticks."""
    controller, isp = party.partner.controller_name, version.isp
    notices = [str(notice.number) for notice in amendments_in_effect(version)]
    amended = f", with {_named(notices)}, which count already" if notices else ""
    joins = ", which it joins," if party.acceding else ""
    return [
        f"{controller} takes part in {isp.reference} “{isp.title}”, version {version.number}{joins} as: "
        f"{party.get_role_display().lower()}.",
        "It shares and uses the information only for the purpose and by the law that this text names for it, and "
        "keeps it as the text says.",
        "It answers people who ask about their own information, and tells the other partners when something goes "
        "wrong.",
        f"I have read version {version.number} in full: fingerprint {short(shown_fingerprint(party, version))}"
        f"{amended}.",
        f"I may commit {controller}, and I sign on its behalf.",
        f"I am {person}, and I mean this to be my signature.",
    ]


def _named(numbers: list[str]) -> str:
    """ "amendment notice 1", "amendment notices 1, 2 and 4"."""
    if len(numbers) == 1:
        return f"amendment notice {numbers[0]}"
    return f"amendment notices {', '.join(numbers[:-1])} and {numbers[-1]}"


def short(fingerprint: str) -> str:
    """The first 12 digits, in fours, as people compare them."""
    return " ".join(fingerprint[at : at + 4] for at in (0, 4, 8))
