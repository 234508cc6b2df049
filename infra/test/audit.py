"""Known holes in what the lock files name, by pip-audit. Where no advisory service answers, that is said.

A package index of one's own often answers packages and no advisories: pip-audit then skips each of them quietly. So one
package is asked about first, and only where there is an answer all of them.
"""

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

LOCKS = ("requirements.txt", "requirements-dev.txt")
FIRST = "django"  # asked about before all others
SECONDS = 120
# {advisory: why it does not touch us, and until when that was looked at}
ACCEPTED: dict[str, str] = {}


@dataclass
class Audit:
    """`skipped` says why nothing is known; else `holes` are lines, none where nothing is known to be wrong."""

    skipped: str = ""
    holes: list[str] = field(default_factory=list)
    looked_at: int = 0


def audit(root: Path) -> Audit:
    if importlib.util.find_spec("pip_audit") is None:
        return Audit(skipped="pip-audit is not installed")
    wanted = next((line for line in (root / LOCKS[0]).read_text().splitlines() if line.startswith(f"{FIRST}==")), "")
    if not wanted:
        return Audit(skipped=f"{LOCKS[0]} does not name {FIRST}")
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.txt")
        probe.write_text(re.split(r"[\s;\\]", wanted)[0] + "\n")
        first = _ask(probe, root)
    if first.skipped:
        return first
    both = [_ask(root / name, root, "--require-hashes") for name in LOCKS]
    skipped = next((one.skipped for one in both if one.skipped), "")
    return Audit(skipped, sorted({hole for one in both for hole in one.holes}), sum(one.looked_at for one in both))


def _ask(file: Path, root: Path, *more: str) -> Audit:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--format", "json", "--timeout", "10"]
    for advisory in ACCEPTED:
        command += ["--ignore-vuln", advisory]
    try:
        done = subprocess.run(
            [*command, *more, "-r", str(file)], cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Audit(skipped=f"no advisory service answered within {SECONDS} s")
    return read(done.stdout, done.stderr)


def read(answer: str, said: str) -> Audit:
    """What pip-audit's JSON says. Its exit code is the same for a hole and for a service that is away."""
    try:
        found = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = said.strip().splitlines()[-1:] or ["no answer"]
        return Audit(skipped=f"no advisory service answered ({last[0][:160]})")
    known = [one for one in found if "skip_reason" not in one]
    if not known:
        return Audit(skipped="the package index has no advisories")
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in known
        for hole in one["vulns"]
    ]
    return Audit(holes=holes, looked_at=len(known))


if __name__ == "__main__":
    result = audit(Path(__file__).resolve().parents[2])
    print(result.skipped or "\n".join(result.holes) or f"{result.looked_at} packages, nothing known")
    sys.exit(1 if result.holes else 0)
