"""What a row of a register says, in words that people read."""

from typing import Any

WORDS = {
    "names": "organisations, as printed",
    "partners": "organisations",
    "review_on": "next review",
    "review_precision": "next review is a",
    "data_items": "information disclosed",
    "how_to_share": "method",
    "expected_benefit": "benefits",
    "retention": "kept for",
    "starts_on": "start",
    "ends_on": "end",
    "legal_power": "legal power, by its code",
}


def word_for(key: str) -> str:
    return WORDS.get(key, key.replace("_", " "))


def said(value: Any) -> str:
    """A value of a row as people read it: "yes", "HMRC (controller); VOA (processor)", "nothing"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        parts = [f"{each[0]} ({each[1]})" if isinstance(each, list) else str(each) for each in value]
        value = "; ".join(parts)
    text = str(value or "nothing")
    return f"{text[:200]}…" if len(text) > 200 else text
