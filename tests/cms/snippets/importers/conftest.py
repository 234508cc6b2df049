from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection

from cms.core.requester import SYSTEM
from cms.core.tabular import read_table
from cms.snippets.importers.partners import import_partners
from cms.snippets.importers.reference import import_reference
from cms.snippets.models import Partner, PartnerAlias, Sector, Succession

DATA = Path(settings.BASE_DIR) / "data"
HEADER = "Theme,Title,Purpose,Lead Organisation,Other Organisations Involved,Review date\r\n"


KEPT = (Sector, Partner, PartnerAlias, Succession)
_rows = {}  # what the importer made the first time: writing it again in bulk is a hundred times faster


@pytest.fixture
def sectors(db):
    import_reference(read_table(DATA / "reference/sectors.csv"), by=SYSTEM)


@pytest.fixture
def partners(db):
    """The partners of data/, as their importer makes them."""
    if _rows:
        for model in KEPT:
            model.objects.bulk_create(model(**values) for values in _rows[model])
        reset_sequences(KEPT)
        return
    import_reference(read_table(DATA / "reference/sectors.csv"), by=SYSTEM)
    table = read_table(DATA / "register/partners.csv")
    import_partners(table, by=SYSTEM, variants=read_table(DATA / "register/name-variants.csv"))
    _rows.update({model: list(model.objects.order_by("pk").values()) for model in KEPT})


def reset_sequences(models):
    """Rows written with their keys do not move PostgreSQL's counters on."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@pytest.fixture
def register():
    """Bytes of a register in the community's format, and the folder of the real copies."""

    def rows(*lines):
        return (HEADER + "".join(f"{line}\r\n" for line in lines)).encode()

    return SimpleNamespace(rows=rows, folder=DATA / "register")
