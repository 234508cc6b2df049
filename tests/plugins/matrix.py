"""The matrix of reads in the summary of a test run: how many cells were looked at, and how many leaked.

A cell is a kind of reader x a kind of object x a path on which it could be read. Tests take the fixture `cells`; what
they noted travels with their reports, also between the processes of a run.
"""

from typing import Any

import pytest

NAME = "cells"


@pytest.fixture
def cells(request: pytest.FixtureRequest) -> Any:
    """Notes what readers find, and fails where it is not theirs."""
    from tests.reads.cells import Cells

    made = Cells()
    request.node.user_properties.append((NAME, made.noted))  # filled while the test runs, read when it is over
    return made


def pytest_terminal_summary(terminalreporter: Any) -> None:
    asked: set[tuple[str, ...]] = set()
    shown: set[tuple[str, ...]] = set()
    answers = failed = 0
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, noted in getattr(report, "user_properties", ()):
                if name == NAME and report.when == "call":
                    answers += noted["answers"]
                    asked |= noted["asked"]
                    shown |= noted["shown"]
                    failed += outcome == "failed"
    if not asked:
        return
    from tests.reads.kinds import KINDS

    roles, paths = {role for role, _ in asked}, {path for _, path in asked}
    terminalreporter.write_line(
        f"Matrix of reads: {len(roles)} kinds of reader x {len(KINDS)} kinds of object x {len(paths)} paths: "
        f"{len(asked) * len(KINDS):,} cells in {answers:,} answers, {len(shown):,} of them shown to whom they are for; "
        + ("0 leaks." if not failed else f"{failed} tests FAILED.")
    )
