"""What to look at before an old agreement is shown to more people than its parties: counted, never kept.

It points and never decides: a number may be a helpline's, a name that of a public office. Only counts by kind leave
this module, so nothing that is found is stored a second time. Why to look: names, contact details and signatures of
people who never expected to be published are personal data (UK GDPR Article 5(1)(c), Article 25), and detail of how
systems are protected helps those who attack them (Article 32; Freedom of Information Act 2000, section 31).
"""

import re
from collections.abc import Iterator, Mapping

from cms.core.nhs_number import nhs_numbers_in

# kind: (one, several), in the order in which they are told
KINDS: dict[str, tuple[str, str]] = {
    "nhs": ("NHS number", "NHS numbers"),
    "ni": ("National Insurance number", "National Insurance numbers"),
    "signatures": ("place for a signature", "places for signatures"),
    "names": ("name with a job title", "names with job titles"),
    "emails": ("e-mail address", "e-mail addresses"),
    "phones": ("telephone number", "telephone numbers"),
    "postcodes": ("postcode", "postcodes"),
    "security": ("detail of security", "details of security"),
}
PICTURES, UNREAD = "pictures", "unread"  # pages that are pictures; a file whose words nobody could read
PICTURES_WORDS = "Pictures cannot be checked: look at {} yourself, signatures above all."
UNREAD_WORDS = "Its words could not be read, so nothing in it was checked: look at all of it yourself."
NOT_YET = "It has not been read yet. Wait a few minutes, or look at all of it yourself."

SIGNATURE = re.compile(
    r"\bsigned (?:by|for|on behalf)\b|\bsignature\s?(?::|_{2}|\.{3}|…|of\b)|"
    r"\bduly authori[sz]ed\b|\bwitness(?:ed by|:)",
    re.IGNORECASE,
)
CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
NAME = rf"{CAPITAL}[\w’'\-]{{1,24}}(?: {CAPITAL}[\w’'\-]{{0,24}}\.?){{1,2}}"
JOB = (
    r"(?:(?:[A-Za-z&]{2,20} ){0,4}(?:Officer|Manager|Director|Guardian|Executive|Inspector|Superintendent|Constable|"
    r"Commissioner|Solicitor|Secretary|Consultant|Co-?ordinator|Nurse|Analyst|Adviser|Lead|Governor|Headteacher|"
    r"Registrar|Clerk)\b|Head of\b|SIRO\b|Caldicott\b|DPO\b)"
)
THEN_JOB = re.compile(rf"\b({NAME})\s?(?:[,:;–—(|]|-(?=\s))\s?(?:{JOB})")
THEN_NAME = re.compile(
    rf"\b(?:Officer|Manager|Director|Guardian|Executive|SIRO|DPO|Lead|Author|Contact|Owner|Name)\s?[:–—|]\s?({NAME})"
)
ADDRESSED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|PC|DCI|DI|Supt)\.? {CAPITAL}[\w’'\-]+")
BODY = re.compile(
    r"\b(?:Council|Police|Trust|NHS|Board|Service|Services|Team|Partnership|Authority|Agency|College|School|University|"
    r"Association|Limited|Ltd|Department|Office|Group|Committee|Data|Information|Protection|Security|Agreement|Health|"
    r"Care|Safeguarding|Act|Chief|Senior|Deputy|Assistant|County|Borough|District|City|Sharing|Governance)\b"
)
EMAIL = re.compile(r"(?<![\w.+-])[\w+-][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?<![\w.+])(?:\+44\s?(?:\(0\))?|\(?0)(?:\d[ \-()]{0,2}){9,10}(?![\d])")
INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d\s?){6}[A-D]\b")
POSTCODE = re.compile(r"\b(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b")
SECRET = re.compile(
    r"\b(?:passwords?|passphrases?|passcodes?|user ?name|login)\b\s?(?:is|are|:|=)\s?\S|-----BEGIN [A-Z ]{0,30}KEY|"
    r"\b(?:pre-?shared|private|encryption|decryption|access|api|ssh|bitlocker|recovery) keys?\s?(?:is|are|:|=)\s?\S|"
    r"\bfirewalls?\b|\bpenetration tests?\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(/\d{1,2})?(?![\d.]\d)")


def counts_of(text: str) -> dict[str, int]:
    """{kind: how many}, without those of which there is none. At most some seconds for a million characters."""
    found = {
        "nhs": sum(1 for _ in nhs_numbers_in(text)),
        "ni": _count(INSURANCE, text),
        "signatures": _count(SIGNATURE, text),
        "names": len(set(_names(text))),
        "emails": _count(EMAIL, text),
        "phones": _count(PHONE, text),
        "postcodes": _count(POSTCODE, text),
        "security": _count(SECRET, text) + sum(_is_address(match) for match in ADDRESS.finditer(text)),
    }
    return {kind: count for kind, count in found.items() if count}


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _names(text: str) -> Iterator[int]:
    """Where a name of a person stands, by its place: the same name is counted each time that it has to go."""
    for pattern in (THEN_JOB, THEN_NAME):
        for match in pattern.finditer(text):
            if not BODY.search(match[1]):
                yield match.start(1)
    for match in ADDRESSED.finditer(text):
        yield match.start()


def _is_address(match: re.Match[str]) -> bool:
    """An IP address rather than the number of a clause (3.2.1.4), which stays small."""
    parts = [int(part) for part in match.groups()[:4]]
    return max(parts) <= 255 and (match[5] is not None or max(parts) >= 32)


def words_of(counts: Mapping[str, int]) -> list[str]:
    """What was found ("2 e-mail addresses"), without sentences about what could not be checked."""
    found = ((counts.get(kind, 0), one, several) for kind, (one, several) in KINDS.items())
    return [f"{count} {one if count == 1 else several}" for count, one, several in found if count]


def sentences_of(counts: Mapping[str, int]) -> list[str]:
    """What a person is told before such a file is published; empty where nothing was found."""
    told = []
    if found := words_of(counts):
        told.append(f"Look for what to black out: {_listed(found)}.")
    if pages := counts.get(PICTURES):
        told.append(PICTURES_WORDS.format("the page" if pages == 1 else f"the {pages} pages that are pictures"))
    if counts.get(UNREAD):
        told.append(UNREAD_WORDS)
    return told


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
