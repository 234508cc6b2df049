"""What runs by the clock."""

from cms.members.roles import sync_all_groups


def follow_roles() -> None:
    """Hourly: Wagtail's groups follow roles that began or ended, so workflow mail reaches those who hold them today."""
    sync_all_groups()
