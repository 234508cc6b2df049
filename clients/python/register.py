"""The whole register as CSV: API=https://…/graphql/ TOKEN=mip_… python register.py > register.csv

The package `intranet` was made from the schema (pyproject.toml says how), so that a type checker knows every field.
"""

import csv
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import httpx
from intranet import GraphQLClientHttpError, Intranet
from intranet.register import RegisterIspsItems

Found = TypeVar("Found")
PAGE = 100  # rows; the most that the API gives at once
TIMES = 5  # how often to ask for one page
USUAL_WAIT = 30  # seconds, where the answer names none
WORTH_WAITING = (429, 502, 503, 504)


def patiently(ask: Callable[[], Found]) -> Found:
    """What `ask` returns. Told to wait, it waits as long as the answer says, and asks again."""
    for turn in range(TIMES):
        try:
            return ask()
        except GraphQLClientHttpError as refused:
            if refused.status_code not in WORTH_WAITING or turn == TIMES - 1:
                raise
            time.sleep(wait_of(refused))
    raise AssertionError("unreachable")


def wait_of(refused: GraphQLClientHttpError) -> float:
    """Seconds to wait, as the answer says."""
    answer = refused.response
    return float(answer.headers.get("Retry-After", USUAL_WAIT)) if isinstance(answer, httpx.Response) else USUAL_WAIT


def agreements(api: Intranet) -> Iterator[RegisterIspsItems]:
    """Every agreement that the token may see, page by page."""
    page = seen = 0
    while True:
        page += 1
        found = patiently(partial(api.register, page=page)).isps
        yield from found.items
        seen += len(found.items)
        if seen >= found.total_count or len(found.items) < PAGE:
            return


def main() -> None:
    api = Intranet(url=os.environ["API"], headers={"Authorization": f"Bearer {os.environ['TOKEN']}"})
    table = csv.writer(sys.stdout)
    table.writerow(["reference", "title", "status", "next review", "lead"])
    for isp in agreements(api):
        lead = isp.lead.name if isp.lead else ""
        table.writerow([isp.reference, isp.title, isp.status_label, isp.next_review or "", lead])


if __name__ == "__main__":
    main()
