"""A QR code as one SVG path: no style, no script, so the content security policy lets it through."""

from __future__ import annotations

from functools import lru_cache

import qrcode
from markupsafe import Markup

BORDER = 4  # modules of quiet zone that readers need


@lru_cache(maxsize=200)
def svg(address: str, label: str) -> Markup:
    """The code of an address as an image with a name. Dark on light whatever the page's colours: readers need that."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=BORDER)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    # One rectangle for each run of dark modules in a row.
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    size = len(rows)
    return Markup(
        '<svg viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>'
    ).format(size, label, "".join(path))
