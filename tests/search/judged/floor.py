"""The floor that only rises: what each engine reached on the judged questions, overall and for each kind of person."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.search.judged.measuring import Answer, by_person, figures

FILE = Path(__file__).parent / "floor.json"
TOLERANCE = 0.005  # what another version of an engine may cost
OF_A_PERSON = 0.015  # the same for a fifth of the questions
Floor = dict[str, dict[str, float]]


def reached(answers: Sequence[Answer]) -> dict[str, float]:
    """Figures by name, each to be compared with the floor's."""
    found = figures(answers)
    rows = {"ndcg@10": found.ndcg, "first good hit, 1/rank": found.reciprocal}
    rows |= {f"ndcg@10 {who}": one.ndcg for who, one in by_person(answers).items()}
    return {name: round(value, 4) for name, value in rows.items()}


def read() -> Floor:
    floor: Floor = json.loads(FILE.read_text(encoding="utf-8"))
    return floor


def below(engine: str, answers: Sequence[Answer]) -> dict[str, tuple[float, float]]:
    """(measured, floor) of each figure that fell below its floor by more than the tolerance."""
    now = reached(answers)
    found = {}
    for name, floor in read()[engine].items():
        allowed = OF_A_PERSON if name.count(" ") == 1 else TOLERANCE
        if now[name] < floor - allowed:
            found[name] = (now[name], floor)
    return found


def lift(measured: Mapping[str, Sequence[Answer]]) -> Floor:
    """Write the higher of what stands and what was measured; engines that were not measured keep theirs."""
    before = read() if FILE.exists() else {}
    after: Floor = dict(before)
    for engine, answers in measured.items():
        old = before.get(engine, {})
        after[engine] = {name: max(value, old.get(name, 0.0)) for name, value in reached(answers).items()}
    FILE.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
    return after
