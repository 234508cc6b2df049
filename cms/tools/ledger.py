"""What an audience was given of a saved query, so that `changedSince` can say what is new, other or gone.

Rows of the register carry no time of change, and some states follow from dates alone: so a change counts from the call
that first met it. A reader who hands back the time of an earlier answer misses nothing.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cms.core import clock
from cms.core.requester import Requester
from cms.tools.models import QueryAudience, QueryRow, SavedQuery

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed_at` of every row there is; `gone` by row. `full`: the reader must replace everything that they hold."""

    as_of: datetime.datetime
    changed_at: dict[str, datetime.datetime]
    gone: dict[str, datetime.datetime]
    full: bool


def lock_audience(query: SavedQuery, reader: Requester) -> QueryAudience:
    """The reader's audience, locked until the transaction ends, so that calls note what they met one after another."""
    audience = hashlib.sha256(reader.visibility.encode()).hexdigest()
    QueryAudience.objects.get_or_create(query=query, audience=audience)
    found: QueryAudience = QueryAudience.objects.select_for_update().get(query=query, audience=audience)
    return found


def note_rows(
    audience: QueryAudience, digests: Mapping[str, str], as_of: datetime.datetime, since: datetime.datetime | None
) -> Changes:
    """Compare what there is now ({row: digest}) with what was given before, and keep it. Call it under the lock."""
    known = {row.row: row for row in audience.rows.all()}
    made, other = [], []
    for key, digest in digests.items():
        row = known.get(key)
        if row is None:
            made.append(QueryRow(audience=audience, row=key, digest=digest, changed_at=as_of))
        elif row.digest != digest or row.gone_at is not None:
            row.digest, row.changed_at, row.gone_at = digest, as_of, None
            other.append(row)
    for key, row in known.items():
        if key not in digests and row.gone_at is None:
            row.gone_at = as_of
            other.append(row)
    QueryRow.objects.bulk_create(made, batch_size=BATCH)
    QueryRow.objects.bulk_update(other, ["digest", "changed_at", "gone_at"], batch_size=BATCH)
    QueryAudience.objects.filter(pk=audience.pk).update(read_at=as_of)
    rows = {**known, **{row.row: row for row in made}}
    return Changes(
        as_of=as_of,
        changed_at={key: rows[key].changed_at for key in digests},
        gone={key: row.gone_at for key, row in rows.items() if row.gone_at is not None},
        full=since is None or since < audience.began_at,
    )


def forget_old(days: int = 90) -> int:
    """Audiences that nobody was for so long: whoever comes back gets everything anew. Returns how many."""
    old = QueryAudience.objects.filter(read_at__lt=clock.now() - datetime.timedelta(days=days))
    count = old.count()
    old.delete()
    return count
