"""What the schedule runs for the overview."""

from cms.overview.links import check_links


def ask_links() -> None:
    """Hourly, on the slow cluster: a few addresses at a time, each once a week."""
    check_links()
