"""What somebody who leaves hears of their saved searches. Their words are nobody else's: only how many is said."""

from cms.members.holdings import Held, register_holding
from cms.saved_searches.models import SavedSearch


def held(user_id: int, partner_id: int) -> list[Held]:
    number = SavedSearch.objects.filter(owner=user_id).count()
    return [Held(user_id, f"{number} saved search{'' if number == 1 else 'es'}")] if number else []


def register() -> None:
    """Called once, when the app is ready."""
    about = "They are the person’s own. They tell nothing once access ends, and nobody takes them over."
    register_holding("saved_searches", "keep saved searches", held=held, move=None, about=about)
