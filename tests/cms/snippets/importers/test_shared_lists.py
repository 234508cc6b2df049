"""The national lists of practices and schools: extracts of other people's files, which are not in this repository."""

import datetime
import os
from pathlib import Path

import pytest
from django.conf import settings

from cms.core.requester import SYSTEM
from cms.core.tabular import read_table
from cms.snippets.importers.names import NameIndex
from cms.snippets.importers.partners import import_partners
from cms.snippets.importers.undoing import undo
from cms.snippets.models import ChangeSet, Partner, PartnerAlias

pytestmark = pytest.mark.shared_data
SHARED = Path(os.environ.get("SHARED_DIR", Path(settings.BASE_DIR).parent / "shared")) / "data/register"


@pytest.fixture
def lists(partners):
    if not SHARED.is_dir():
        pytest.skip(f"no lists of practices and schools in SHARED_DIR ({SHARED.parents[1]})")
    return {
        name: read_table(SHARED / f"{name}.csv") for name in ("gp-practices-2019", "gp-practices-2023", "schools-2020")
    }


def test_practices_four_years_apart(lists):
    before = import_partners(lists["gp-practices-2019"], by=SYSTEM, as_of=datetime.date(2019, 12, 31))
    practices = Partner.objects.filter(organisation_type="GP practice")
    assert (before.counts["new"], practices.filter(existence="active").count()) == (217, 171)
    after = import_partners(lists["gp-practices-2023"], by=SYSTEM, as_of=datetime.date(2023, 6, 30))
    words = [warning for row in after.rows for warning in row.warnings]
    assert sum(word.startswith("renamed") for word in words) == 2
    assert sum(word.startswith("moved") for word in words) == 6
    assert sum("→ closed" in word for word in words) == 19
    assert after.what == {"renamed": 2, "moved": 6, "closed": 19}
    assert practices.filter(existence="active").count() == 166
    renamed = PartnerAlias.objects.filter(kind="former_name", partner__ods_code__in=["F81122", "F81681"])
    assert list(renamed.values_list("used_until", flat=True)) == ["2023-06-30", "2023-06-30"]
    twins = NameIndex().resolve("Commonwealth Health Centre")
    assert (twins.partner, len(twins.candidates)) == (None, 2)
    assert not Partner.objects.exclude(membership="candidate").exists()
    # Undone, the list of 2019 stands again.
    assert undo(by=SYSTEM, change_set=ChangeSet.objects.first()).left == []
    assert (practices.filter(existence="active").count(), renamed.count()) == (171, 0)


def test_a_directory_of_the_right_size(lists):
    for table in lists.values():
        import_partners(table, by=SYSTEM)
    assert (Partner.objects.count(), Partner.objects.filter(existence="active").count()) == (543, 467)
    assert import_partners(lists["schools-2020"], by=SYSTEM).counts["unchanged"] == 248
