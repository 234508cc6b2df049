"""Short-lived addresses at the store itself, where a browser fetches what is too large to go through the site."""

from django.conf import settings

from cms.storage.models import SERVED, Content, SyncObject
from cms.storage.places import Role, place

LARGE = 10 << 20  # bytes: what is larger is fetched from the store, where the store has such a door
SECONDS = 60


def address_of(content: Content, *, file_name: str) -> str:
    """Good for a minute, for a download alone; "" where the bytes go through the site. Ask only once the caller may.

    Raises StoreUnavailable.
    """
    if not settings.S3_PRESIGN or content.size <= LARGE or content.state not in SERVED:
        return ""
    store = place(Role.MEDIA)
    here = SyncObject.objects.filter(content=content, place=store.name, done_at__isnull=False, ended_at=None).first()
    return store.address(here.key, seconds=SECONDS, file_name=file_name) if here is not None else ""
