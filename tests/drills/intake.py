"""Old agreements made by code, brought in through the same services as people use, and every guess compared with what
the papers truly say: `python -m tests.drills.intake 60` prints the counts.

An empty field is not wrong: a person types it. A wrong one is flagged as guessed, and counted. A party that the paper
does not name must not occur at all.
"""

import argparse
import io
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

FIELDS = ("title", "lead", "reference", "signed_on", "starts_on", "ends_on", "review_on", "theme")


def bring_in(papers: list[Any]) -> list[Any]:
    """The papers as rows, sent, read and guessed at, by the core team. Needs a database."""
    from cms.core.requester import Requester
    from cms.intake.models import Paper
    from cms.intake.reading import read_paper
    from cms.intake.services import start_batch, take_paper
    from cms.storage.uploads_content import check_file
    from tests.factories.registers import make_user

    person = make_user("core@example.org", site_role="core_editor")
    by = Requester(user_id=person.pk, is_editor=True)
    batch = start_batch(by=by, partner="", name="A drawer", submission_id="drill")
    for paper in papers:
        take_paper(by=by, target=str(batch.pk), file=check_file(io.BytesIO(paper.content), paper.name))
    rows = list(Paper.objects.filter(batch=batch))
    for row in rows:
        while not read_paper(row.pk):
            pass
    return rows


def compare(papers: list[Any], rows: list[Any]) -> dict[str, Any]:
    """Counts of right, wrong, missed and rightly empty guesses by field; of parties; and what was wrong, in words."""
    from cms.intake.models import Guess
    from cms.snippets.importers.names import normalised

    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    parties: Counter[str] = Counter()
    wrong: list[str] = []
    for paper, row in zip(papers, rows, strict=True):
        guesses = list(Guess.objects.filter(paper=row))
        for name in FIELDS:
            given = next((g for g in guesses if g.field == name), None)
            value, true = given.value if given else "", getattr(paper.truth, name)
            if given is not None and given.how == Guess.How.FILE_NAME:
                counts[name]["from the file's name"] += 1
                continue
            same = normalised(value) == normalised(true) if name == "title" else value == true
            outcome = ("right" if same else "wrong") if value else ("missed" if true else "rightly empty")
            counts[name][outcome] += 1
            if outcome == "wrong":
                wrong.append(f"{paper.name} ({paper.kind}) {name}: {value!r}, not {true!r}")
        named = {g.value for g in guesses if g.field == "party" and g.value}
        asked = {g.printed for g in guesses if g.field == "party" and not g.value}
        parties["right"] += len(named & paper.truth.parties)
        parties["missed"] += len(paper.truth.parties - named)
        parties["invented"] += len(named - paper.truth.parties)
        parties["asked for"] += len(asked)
        parties["unknown names asked for"] += len(asked & paper.truth.unknown)
        parties["unknown names in the papers"] += len(paper.truth.unknown)
        wrong += [f"{paper.name} invented {slug}" for slug in named - paper.truth.parties]
    return {"fields": {name: dict(count) for name, count in counts.items()}, "parties": dict(parties), "wrong": wrong}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="every guess of every paper that has a wrong one")
    given = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="intake-drill-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    os.environ["DATA_DIR"] = folder
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    settings.MEDIA_ROOT, settings.STORE_DIR = str(Path(folder) / "media"), str(Path(folder) / "store")
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from cms.storage.text_scans import can_read_pictures
        from tests.factories.papers import Register, make_papers

        papers = make_papers(Register(), given.count, given.seed)
        began = time.monotonic()
        rows = bring_in(papers)
        result = compare(papers, rows)
        kinds, took = dict(Counter(paper.kind for paper in papers)), round(time.monotonic() - began)
        result |= {"papers": len(papers), "kinds": kinds, "seconds": took, "scans were read": can_read_pictures()}
        print(json.dumps(result, indent=1, ensure_ascii=False))
        return 1 if result["parties"]["invented"] else 0
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
