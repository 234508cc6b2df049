"""An event that people signed up to, for the leak matrix: how to join, what somebody needs, what was said there."""

import datetime
from typing import Any

from cms.core import clock
from cms.events.models import Barrier, Paper, Place, SignUp

OWN = {"SECRET-event-joining", "SECRET-own-needs", "SECRET-event-barrier"}  # of who has a place
SEEN = {"SECRET-event-paper"}  # with a page for members


def fill(community: Any, public: Any, inside: Any) -> None:
    """`public` is an event that everybody sees, `inside` one for members. The member has a place at the first, and
    another waits there."""
    told = {"told_starts_at": public.starts_at, "told_ends_at": public.ends_at}
    sign_up = SignUp.objects.create(event=public, places=1, joining="SECRET-event-joining", **told)
    SignUp.objects.create(event=inside, joining="SECRET-nobodys-joining", **told)
    Place.objects.create(
        sign_up=sign_up, user=community.users["member"], given_at=clock.now() - datetime.timedelta(days=1),
        needs="SECRET-own-needs", submission_id="one",
    )  # fmt: skip
    Place.objects.create(sign_up=sign_up, user=community.users["party"], submission_id="two")
    Barrier.objects.create(
        event=public, title="SECRET-event-barrier", author=community.users["leaver"], submission_id="one"
    )
    Paper.objects.create(event=inside, document=community.charter, title="SECRET-event-paper")
