"""Keys of rows as clients send them."""


def key_of(text: str) -> int:
    """A row's key; 0, which no row has, for anything else. At most 18 digits, because a database holds no more."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
