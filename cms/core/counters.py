"""Numbers that are given once and never reused."""

from django.db import transaction
from django.db.models import F

from cms.core.models import Counter


@transaction.atomic
def next_value(name: str) -> int:
    """The next number of this name, from 1. Joins the caller's transaction, so a rollback frees the number again."""
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(name=name).update(value=F("value") + 1)  # locks the row until the transaction ends
    return Counter.objects.values_list("value", flat=True).get(name=name)


@transaction.atomic
def reserve(name: str, count: int) -> range:
    """The next `count` numbers of this name at once, for bulk work."""
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(name=name).update(value=F("value") + count)
    last: int = Counter.objects.values_list("value", flat=True).get(name=name)
    return range(last - count + 1, last + 1)
