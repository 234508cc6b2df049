"""python -m tests.search.judged: the judged questions on both engines, with the worst ones; --raise lifts the floor.

The content is loaded into a database of its own, made and removed here. TEST_ELASTICSEARCH_URL adds the other engine.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

from infra.run.tables import lay_tables


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.search.judged", description=__doc__.splitlines()[0])
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floor to what is measured")
    parser.add_argument("--worst", type=int, default=15, help="how many of the worst questions to show")
    parser.add_argument("--open", action="store_true", help="show held-out questions among the worst as well")
    parser.add_argument("--show", default="", help="show what is found for questions that hold these words")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="judged-") as folder:
        lay_tables(Path(folder) / "content.sqlite3")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/content.sqlite3"
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
        sys.path[:0] = [str(Path.cwd()), str(Path.cwd() / "graphql")]
        django.setup()
        report(options, Path(folder))


def report(options: argparse.Namespace, folder: Path) -> None:
    from django.core.management import call_command

    from tests.search.judged import floor
    from tests.search.judged.measuring import table, worst
    from tests.search.judged.questions import read_questions
    from tests.search.judged.world import content, measured

    call_command("migrate", verbosity=0)
    with content(folder):
        found = measured(read_questions())
    for engine, answered in found.items():
        print(table(engine, answered))
        shown = answered if options.open else [one for one in answered if not one.question.held_out]
        if options.show:
            shown = [one for one in answered if options.show in one.question.name]
            for one in shown:
                print(f"  {one.ndcg:.2f} {one.question.name} ({one.total})")
                for thing in one.found[:10]:
                    grade = one.question.grades.get(thing)
                    print(f"      {grade.value if grade else '-'} {thing}")
            continue
        print(worst(shown, options.worst))
    if options.lift:
        print(floor.lift(found))


if __name__ == "__main__":
    main()
