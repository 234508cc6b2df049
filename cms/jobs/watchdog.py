"""The service's entry point:  python -m cms.jobs.watchdog python manage.py qcluster

For the second cluster set Q_CLUSTER_NAME=slow. SIGTERM goes to the watchdog alone (systemd: KillMode=mixed).
"""

import gc
import logging
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
gc.set_threshold(50_000)  # as in manage.py
django.setup()

from cms.jobs.guard import Watchdog  # noqa: E402 - models need the set-up above


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("cms.jobs").setLevel(logging.INFO)
    stall = float(os.environ.get("QCLUSTER_STALL", "15"))
    return Watchdog(sys.argv[1:], stall=stall, grace=float(os.environ.get("QCLUSTER_GRACE", "20"))).run()


if __name__ == "__main__":
    sys.exit(main())
