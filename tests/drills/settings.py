"""A cluster that gives up and tries again within seconds, and mail that can be counted."""

import os

from cms.settings.test import *  # noqa: F403

EMAIL_BACKEND = "tests.drills.sink.FileSink"
EMAIL_SINK = os.environ["DRILL_SINK"]
DELIVERY_LEASE_S = 10
