"""One thing to put right, and one kind of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from cms.core.requester import Requester


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is what the form sends back; `edit` opens the very field in the admin and comes back."""

    key: str
    label: str
    detail: str
    edit: str
    edit_words: str = "Open"
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`mend(by, rows, what was typed)` puts the ticked rows right and returns how many; it raises BadInput."""

    key: str
    label: str
    why: str
    find: Callable[[], list[Row]]
    form: type[forms.Form] | None = None
    button: str = ""
    mend: Callable[[Requester, Sequence[Row], dict[str, Any]], int] | None = None
    is_costly: bool = False  # compares everything with everything: not counted on the first screen


def here(kind: str) -> str:
    return reverse("overview_data_quality_kind", args=[kind])


def edit_partner(pk: int, kind: str, tab: str = "") -> str:
    return _edit("partner", pk, kind, tab)


def edit_isp(pk: int, kind: str, tab: str = "") -> str:
    return _edit("isp", pk, kind, tab)


def _edit(name: str, pk: int, kind: str, tab: str) -> str:
    back = urlencode({"next": here(kind)})
    return f"{reverse(f'wagtailsnippets_snippets_{name}:edit', args=[pk])}?{back}{f'#tab-{tab}' if tab else ''}"
