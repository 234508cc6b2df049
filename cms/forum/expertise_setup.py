"""What the rest of the site is told of at start-up: notices, jobs and what people leave behind."""

from cms.forum import expertise_holding, interests, waiting
from cms.jobs.recurring import recurring
from cms.notifications.kinds import register_kind
from cms.notifications.models import Frequency
from cms.notifications.vetoes import register_veto


def register() -> None:
    """Called once, when the app is ready."""
    expertise_holding.register()
    register_veto(waiting.HELP, waiting.veto)
    register_veto(waiting.UNANSWERED, waiting.veto)
    register_veto(interests.TOPICS, interests.veto)
    register_kind(
        "help",
        label="Questions that you could answer",
        about="A question about a topic that you know has waited five working days for a first reply.",
        sources=(waiting.HELP,),
    )
    register_kind(
        "unanswered",
        label="Questions that nobody has answered",
        about="A question has waited ten working days, or nobody said that they know its topic.",
        sources=(waiting.UNANSWERED,),
        core_team=True,
    )
    register_kind(
        "topics",
        label="New questions in your topics",
        about="What members ask and tell about the topics that you follow.",
        sources=(interests.TOPICS,),
        default=Frequency.WEEKLY,
    )
    recurring("questions without an answer", "cms.forum.waiting.ask", minutes=60)
    recurring("new questions in people's topics", "cms.forum.interests.tell", minutes=15)
