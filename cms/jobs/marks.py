"""Each worker writes what it is doing to a small file, so the watchdog can tell a long task from a hang.

$QCLUSTER_MARKS/<pid> holds "busy <since> <limit> <tasks>" or "idle <since> 0 <tasks>", in seconds of the machine's
monotonic clock, which all processes share and nobody can set back. Without the variable nothing is written.
"""

import os
import pathlib
import time
from typing import Any

from django_q.conf import Conf
from django_q.signals import post_execute, post_execute_in_worker, pre_execute

done = 0


def write(name: str, text: str) -> None:
    if folder := os.environ.get("QCLUSTER_MARKS"):
        target = pathlib.Path(folder, name)
        scratch = target.with_suffix(".new")
        try:
            scratch.write_text(text)
            scratch.replace(target)
        except OSError:  # a full disk must not fail the task
            return


def begun(sender: Any, task: dict[str, Any], **kwargs: Any) -> None:
    limit = task.get("timeout") or Conf.TIMEOUT or 3600
    write(str(os.getpid()), f"busy {time.monotonic()} {limit} {done}")


def ended(sender: Any, task: dict[str, Any], **kwargs: Any) -> None:
    global done
    done += 1
    write(str(os.getpid()), f"idle {time.monotonic()} 0 {done}")


def saved(sender: Any, task: dict[str, Any], **kwargs: Any) -> None:
    write("saved", f"saved {time.monotonic()} 0 0")


def connect() -> None:
    pre_execute.connect(begun, dispatch_uid="jobs.begun")
    post_execute_in_worker.connect(ended, dispatch_uid="jobs.ended")
    post_execute.connect(saved, dispatch_uid="jobs.saved")
