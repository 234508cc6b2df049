"""The judged questions, read from the text files beside this module: one file a kind of person.

    ? what somebody types
    3 isp:ISP-0007 why this is what they need

A grade is 3 (what they came for), 2 (answers them too), 1 (near), 0 (misleading, worth saying). What has no line is not
relevant. A thing is named by its kind and the last part of its address, which no reload of the content changes.
"""

import zlib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
PEOPLE = ("head_of_service", "practitioner", "ig_lead", "small_charity", "new_starter")
GOOD = 2  # from this grade on a hit answers the question


@dataclass(frozen=True, slots=True)
class Grade:
    value: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    who: str  # one of PEOPLE
    text: str
    grades: dict[str, Grade] = field(default_factory=dict)  # "isp:ISP-0007" -> grade

    @property
    def name(self) -> str:
        return f"{self.who}: {self.text}"

    @property
    def held_out(self) -> bool:
        """Of the third that nobody looks at while tuning."""
        return zlib.crc32(self.name.encode()) % 3 == 0


class Misread(ValueError):
    pass


def read_questions(folder: Path = FOLDER) -> list[Question]:
    """All of them, in the order of PEOPLE and of the files. Raises Misread with the file and line that is wrong."""
    found: list[Question] = []
    for who in PEOPLE:
        path = folder / f"{who}.txt"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            head, _, rest = line.strip().partition(" ")
            if head == "?" and rest.strip():
                found.append(Question(who, rest.strip()))
                continue
            thing, _, reason = rest.strip().partition(" ")
            if head not in ("0", "1", "2", "3") or ":" not in thing or not reason.strip():
                raise Misread(f"{path.name}, line {number}: not a grade, a thing and a reason: {line!r}")
            if not found or found[-1].who != who or thing in found[-1].grades:
                raise Misread(f"{path.name}, line {number}: before any question, or for the second time: {line!r}")
            found[-1].grades[thing] = Grade(int(head), reason.strip())
    return found
