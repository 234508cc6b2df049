"""What runs by the clock."""

from cms.tools.going import warn_of_fields
from cms.tools.ledger import forget_old
from cms.tools.services.use import flush_use_of_all


def write_use() -> None:
    """Every five minutes: what tokens were used for goes from the cache into rows."""
    flush_use_of_all()


def forget_old_audiences() -> None:
    """Hourly: what nobody has read for ninety days is forgotten."""
    forget_old()


def warn_of_fields_that_go() -> None:
    """Hourly: who looks after a tool hears 90 and 30 days before a field goes away that it asks for."""
    warn_of_fields()
