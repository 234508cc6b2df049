from cms.storage import services, texts


def copy_document(copy_id: int) -> None:
    services.copy_to_store(copy_id)


def read_text(sha256: str) -> None:
    texts.make_text(sha256)


def sync() -> None:
    """Every 10 minutes, on the slow cluster."""
    texts.sync()
    services.sync()
