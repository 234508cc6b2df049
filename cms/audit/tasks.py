from cms.audit.services import seal


def seal_events() -> None:
    """Every minute."""
    seal()
