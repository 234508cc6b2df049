"""The sections of an agreement's text that a notice may change, in the order in which they are read."""

from cms.snippets.models import IspVersion

DATA_ITEMS = "data_items"  # one item a line; a notice may drop or reword items, never add one
SECTIONS: dict[str, str] = {
    "summary": "In plain English",
    "purpose": "Purpose",
    "necessity": "Why it is needed",
    "expected_benefit": "What it should achieve",
    "data_subjects": "People it is about",
    DATA_ITEMS: "Information shared",
    "may_share": "You may share",
    "do_not_share": "Do not share",
    "how_to_share": "How to share it safely",
    "retention": "Kept for, and how disposed of",
    "security": "Kept safe by",
    "individual_rights": "People’s rights",
    "joint_arrangement": "How joint controllers divide their duties",
}


def texts_of(version: IspVersion) -> dict[str, str]:
    """{section: what the version itself says}, as it was signed."""
    items = "\n".join(item.name for item in version.data_items.all())
    return {name: items if name == DATA_ITEMS else str(getattr(version, name)) for name in SECTIONS}


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
