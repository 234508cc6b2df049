"""The processes that open strangers' files: what the machine does is never told as the file's fault."""

import io
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.checks import run_checks

from cms.storage import confined, pdf_content, uploads_content
from cms.storage.refusals import UNREAD, NotLooked, RefusedFile
from cms.storage.uploads_content import check_file

ENDS = {"itself": "import os; os.abort()", "by another": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"}
LOWER = """
import os, resource, sys
sys.path.append({root!r})
from cms.storage import child_fence
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
if os.getuid() == 0:
    os.setuid(65534)
child_fence.confine(seconds=5)
print(resource.getrlimit(resource.RLIMIT_AS)[1] >> 20, resource.getrlimit(resource.RLIMIT_CPU)[1])
"""


def honest() -> io.BytesIO:
    return io.BytesIO(b"a,b\n1,2\n")


def test_a_clock_that_runs_out_says_nothing_of_the_file(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads_content, "SECONDS", 0.001)
    with pytest.raises(NotLooked, match="too busy"):
        check_file(honest(), "a.csv")
    monkeypatch.setattr(pdf_content, "SECONDS", 0.001)
    with pytest.raises(NotLooked):
        pdf_content.look_into(io.BytesIO(b"%PDF-"))
    monkeypatch.undo()
    assert check_file(honest(), "a.csv").suffix == "csv"


@pytest.mark.parametrize("end", ENDS)
def test_who_ended_the_process_says_whose_fault_it_was(end: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads_content, "CHILD", ENDS[end])
    with pytest.raises(RefusedFile) as refused:
        check_file(honest(), "a.csv")
    assert isinstance(refused.value, NotLooked) == (end == "by another")
    assert (str(refused.value) == UNREAD) == (end == "itself")


def test_more_at_once_than_the_machine_has_room_for_wait_and_then_come_again(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads_content, "SECONDS", 0.05)
    taken = 0
    while confined.AT_ONCE.acquire(blocking=False):
        taken += 1
    try:
        with pytest.raises(NotLooked):
            check_file(honest(), "a.csv")
    finally:
        for _ in range(taken):
            confined.AT_ONCE.release()
    assert taken >= 2


def test_limits_that_whoever_runs_the_site_has_set_lower_stay() -> None:
    """An ordinary user, since root may raise them."""
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LOWER.format(root=confined.ROOT)], capture_output=True, text=True, cwd="/"
    )
    assert (ran.stdout.split(), ran.stderr) == (["400", "7"], "")


@pytest.mark.django_db
def test_a_machine_on_which_no_file_can_be_looked_at_is_said_before_it_starts(monkeypatch: Any) -> None:
    def found() -> list[str]:
        return [str(one.id) for one in run_checks(include_deployment_checks=True) if str(one.id) == "storage.E002"]

    assert found() == []
    monkeypatch.setattr(confined.sys, "executable", os.devnull)
    assert found() == ["storage.E002"]
