"""NHS numbers: ten digits of which the last is the check digit by modulus 11 (NHS Data Dictionary, NHS NUMBER)."""

import re
from collections.abc import Iterator

WRITTEN = re.compile(r"(?<![\d£+])(\d{3})[ .\-\u00a0]?(\d{3})[ .\-\u00a0]?(\d{4})(?!\d)")


def is_nhs_number(digits: str) -> bool:
    """Whether the last of these ten digits follows from the others. Ten equal ones are nobody's."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit() or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def nhs_numbers_in(text: str) -> Iterator[re.Match[str]]:
    """Where one stands in a text, in one piece or parted as people part it, with a right check digit."""
    return (match for match in WRITTEN.finditer(text) if is_nhs_number("".join(match.groups())))
