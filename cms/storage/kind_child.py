"""What a file is, by a process of its own that may do nothing else; `cms.storage.uploads_content` starts it.

It reads the file on standard input and writes one JSON object: {"kind": suffix} or {"refused": words}. No answer: it
was damaged, or took more time or memory than a file may.
"""

import json
import os

from cms.storage.child_fence import confine
from cms.storage.kind_content import kind_in
from cms.storage.refusals import RefusedFile

SECONDS = 20  # of processor time


def main() -> None:
    confine(seconds=SECONDS)
    with os.fdopen(0, "rb") as file:
        try:
            answer = {"kind": kind_in(file)}
        except RefusedFile as refused:
            answer = {"refused": str(refused)}
    os.write(1, json.dumps(answer).encode())
