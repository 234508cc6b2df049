"""Stock grapple against our API on the same rows, rounds interleaved: python tests/benchmarks/bench_api.py [rounds].

Prints CPU and wall time, SQL statements and bytes of each side, and the CPU ratio to stock, for a visitor and a member.
`ours` computes each answer, `cached` may give it again. Exit 1 where a goal is missed (ratios of CPU time).
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[2]
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 7
CASES = ("FULL", "CARDS", "ONE")
SIDES = ("stock", "ours", "cached")
GOALS = {  # (role, case, side): the least ratio of CPU time to stock
    ("anonymous", "FULL", "ours"): 8,
    ("anonymous", "CARDS", "ours"): 3,
    ("anonymous", "ONE", "ours"): 1.8,
    ("member", "FULL", "ours"): 8,
    ("anonymous", "FULL", "cached"): 200,
    ("member", "FULL", "cached"): 60,
}


def environment(side: str) -> dict[str, str]:
    module = "stock_settings" if side == "stock" else "our_settings"
    paths = os.pathsep.join(str(path) for path in (BASE, BASE / "graphql"))
    return {**os.environ, "DJANGO_SETTINGS_MODULE": f"tests.benchmarks.{module}", "PYTHONPATH": paths}


def python(side: str, *arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore", *arguments]


def prepare() -> None:
    for arguments in (["infra/run/prepare.py", "database"], ["-m", "tests.benchmarks.seed"]):
        subprocess.run(python("ours", *arguments), cwd=BASE, env=environment("ours"), check=True)


def measure(role: str) -> dict[tuple[str, str], list[float]]:
    """{(case, side): medians of CPU ms, wall ms, SQL statements, bytes}."""
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": BASE}
    workers = {
        side: subprocess.Popen(
            python(side, "-m", "tests.benchmarks.worker", side, role), env=environment(side), **pipes
        )
        for side in SIDES
    }
    medians = {}
    for case in CASES:
        results: dict[str, list[list[float]]] = {side: [] for side in SIDES}
        for n in range(ROUNDS + 2):
            for side, worker in workers.items():
                worker.stdin.write(f"{case} {2 if side == 'stock' else 10}\n")
                worker.stdin.flush()
                result = json.loads(worker.stdout.readline())
                if n > 1:  # the first two rounds warm every cache
                    results[side].append(result)
        for side, found in results.items():
            medians[case, side] = [statistics.median(row[i] for row in found) for i in range(4)]
    for worker in workers.values():
        worker.stdin.close()
        worker.wait(60)
    return medians


def main() -> int:
    prepare()
    missed = []
    print(f"{'who':10} {'case':6} {'side':7}{'CPU ms':>9}{'wall ms':>9}{'SQL':>6}{'bytes':>9}{'CPU ratio':>11}")
    for role in ("anonymous", "member"):
        medians = measure(role)
        for (case, side), (cpu, wall, sql, size) in medians.items():
            ratio = medians[case, "stock"][0] / cpu
            print(f"{role:10} {case:6} {side:7}{cpu:9.2f}{wall:9.1f}{sql:6.0f}{size:9.0f}{ratio:10.1f}x", flush=True)
            if ratio < GOALS.get((role, case, side), 0):
                missed.append(f"{role} {case} {side}: {ratio:.1f} of {GOALS[role, case, side]}")
    print("goals missed: " + "; ".join(missed) if missed else "every goal was met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
