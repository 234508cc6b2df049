from cms.storage import services


def copy_document(copy_id: int) -> None:
    services.copy_to_store(copy_id)


def sync() -> None:
    """Every 10 minutes, on the slow cluster."""
    services.sync()
