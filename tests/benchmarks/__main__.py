"""Benchmarks: ratios measured in one run, never wall-clock promises. `make bench` runs all of them."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run each `bench_*.py`, or those named; 1 where one failed."""
    named = sys.argv[1:]
    failed = 0
    for path in sorted(HERE.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if named and name not in named:
            continue
        print(f"== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-W", "ignore", path], cwd=HERE.parents[1], check=False).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
