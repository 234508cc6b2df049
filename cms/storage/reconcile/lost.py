"""What somebody said to be gone is looked for once a night: a disk or a back-up may have brought it back."""

import logging

from cms.core import clock
from cms.storage.models import SyncObject
from cms.storage.places import place_named
from cms.storage.reconcile.survey import LOST
from cms.storage.reconcile.verifying import hash_of

logger = logging.getLogger(__name__)


def count_again() -> int:
    """What lies in its place again, with good bytes, counts again; how much that is. A place that is away is asked the
    next night."""
    found = 0
    for row in SyncObject.objects.filter(end_reason=LOST, ended_at__isnull=False).select_related("content"):
        store = place_named(row.place)
        try:
            if store is None or hash_of(store, row.key) != row.content.sha256:
                continue
        except OSError as error:  # StoreUnavailable is one
            logger.info("%s is still gone: %s", row.key, error)
            continue
        now = clock.now()
        again = {"done_at": row.done_at or now, "verified_at": now, "ended_at": None, "end_reason": "", "error": ""}
        found += SyncObject.objects.filter(pk=row.pk, end_reason=LOST).update(**again)
    return found
