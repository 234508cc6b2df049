"""The matrix of writes in the summary of a test run: how many cells were looked at, and whether all of them held.

A test says `record_property("cells: mutations x roles", 19)`. What passed is added up, from every process of the run.
"""

from collections import Counter
from typing import Any

START = "cells: "
FOLDER = "tests/matrix/"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    totals: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        for name, count in getattr(report, "user_properties", ()):
            if name.startswith(START) and report.when == "call":
                totals[name.removeprefix(START)] += int(count)
    bad = [*terminalreporter.stats.get("failed", ()), *terminalreporter.stats.get("error", ())]
    failed = sum(report.nodeid.startswith(FOLDER) for report in bad)
    if totals or failed:
        parts = ", ".join(f"{count:,} of {name}" for name, count in sorted(totals.items()))
        terminalreporter.write_line(
            f"Matrix of writes: {sum(totals.values()):,} cells ({parts}): "
            + ("who may not changed nothing." if not failed else f"{failed} tests FAILED.")
        )
