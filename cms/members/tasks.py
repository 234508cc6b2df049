"""What runs by the clock."""

from cms.members.roles import sync_all_groups
from cms.members.services.body_checks import ask_bodies
from cms.members.services.closing import end_what_is_over
from cms.members.services.leaving import carry_out_due
from cms.members.services.sign_in import sign_out_after_ends
from cms.members.token_care import warn_of_ends


def follow_roles() -> None:
    """Hourly: Wagtail's groups follow roles that began or ended, so workflow mail reaches those who hold them today."""
    sync_all_groups()


def carry_out_leavings() -> None:
    """Hourly: what people who have left looked after goes to their successors, once."""
    carry_out_due()


def carry_out_ends() -> None:
    """Hourly: for memberships and roles that are over, and directories after their last day, sessions end; what nobody
    took over goes to the lead."""
    end_what_is_over()
    sign_out_after_ends()


def warn_of_token_ends() -> None:
    """Hourly: who looks after a token hears 30 and 7 days before it ends."""
    warn_of_ends()


def ask_bodies_yearly() -> None:
    """Hourly, once a day: which bodies are asked whether what the site knows of them is right."""
    ask_bodies()
