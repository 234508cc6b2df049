"""A cluster that gives up and tries again within seconds, and mail that can be counted."""

import os
import select
import time

from cms.settings.test import *  # noqa: F403


def _sleep(seconds: float) -> None:
    """libfaketime 0.9.10 refuses the absolute clock_nanosleep of Python's own sleep (EINVAL); select it lets pass."""
    select.select([], [], [], seconds)


if "FAKETIME_TIMESTAMP_FILE" in os.environ:
    time.sleep = _sleep

EMAIL_BACKEND = "tests.drills.sink.FileSink"
EMAIL_SINK = os.environ["DRILL_SINK"]
DELIVERY_LEASE_S = 10
