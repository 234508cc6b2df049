"""Texts that look as if they were about one person. Better a search too few in the log than a name in it."""

import re
from collections.abc import Iterator

from cms.core.nhs_number import is_nhs_number

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
MONTH = f"(?:{MONTHS}|january|february|march|april|june|july|august|september|october|november|december)"
DAY, YEAR = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?", r"(?:(?:19|20)\d\d|\d\d)"

EMAIL = re.compile(r"[^\s@]+\s?@\s?[^\s@]+|\bat\b\s+\S+\s+dot\s+\w+", re.I)
DATES = (
    re.compile(rf"(?<!\d){DAY}\s?[./-]\s?(?:0?[1-9]|1[0-2])\s?[./-]\s?{YEAR}(?!\d)"),  # 4/7/1982
    re.compile(r"(?<!\d)(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?!\d)"),  # 1982-07-04
    re.compile(rf"(?<!\d){DAY}\s*(?:of\s+)?{MONTH}\b[\s,]*(?:(?:19|20)\d\d|'?\d\d(?!\d))", re.I),  # 4 July 1982
    re.compile(rf"\b{MONTH}\s+{DAY}\b[\s,]*(?:19|20)\d\d(?!\d)", re.I),  # July 4th, 1982
    re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])\s?(?:0[1-9]|1[0-2])\s?(?:19|20)\d\d(?!\d)"),  # 04071982, 04 07 1982
    re.compile(r"\b(?:d\.?\s?o\.?\s?b|born|birth\w*)\b\D{0,15}\d", re.I),  # born 1982
    re.compile(r"\d\D{0,5}\b(?:d\.?\s?o\.?\s?b)\b", re.I),  # 1982 dob
)
POSTCODE = re.compile(r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b", re.I)
INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d\s?){6}[A-D]\b", re.I)
STREET = re.compile(
    r"\b\d{1,4}[a-z]?,?\s+(?:[a-z'’]+\s+){1,3}(?:road|rd|street|avenue|lane|drive|crescent|gardens|terrace|grove)\b",
    re.I,
)
TITLED = re.compile(r"\b(?:mr|mrs)\b\.?\s+[a-z]", re.I)
NUMBERS = re.compile(r"(?<!\w)\+?\(?\d(?:[\d().-]|\s(?=[\d(]))*")  # digits with what people put between them
LONGEST = 8  # digits in a row that are still no number of a person: charities, companies, schools
TELEPHONE = 14  # digits of the longest telephone number


def looks_personal(text: str) -> bool:
    """Whether the text may be about one person.

    An e-mail address, NHS number, telephone, National Insurance or other long number, a whole date (of birth), a whole
    postcode, a house in a street, "Mr" or "Mrs" with a name. A bare name cannot be told from that of a public role: the
    rule that five organisations must have asked keeps it from being shown.
    """
    patterns = (EMAIL, *DATES, POSTCODE, INSURANCE, STREET, TITLED)
    return any(pattern.search(text) for pattern in patterns) or any(_is_of_a_person(run) for run in _numbers(text))


def _numbers(text: str) -> Iterator[list[str]]:
    """Each number, and each run of neighbouring groups of digits: "943 476 5919" is one number, and three."""
    for found in NUMBERS.finditer(text):
        groups = re.findall(r"\d+", found.group())
        for start in range(len(groups)):
            for end in range(start + 1, len(groups) + 1):
                yield groups[start:end]


def _is_of_a_person(groups: list[str]) -> bool:
    digits = "".join(groups)
    if len(groups) == 1 and len(digits) > LONGEST:
        return True
    return is_nhs_number(digits) or (digits.startswith(("0", "44")) and LONGEST < len(digits) <= TELEPHONE)
