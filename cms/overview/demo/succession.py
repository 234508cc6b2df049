"""An example of a plan: what it would mean if the county's councils became five. Nothing of it is carried out."""

from pathlib import Path

from cms.core import clock
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.plan_files import read_plan
from cms.reorganisation.services import plan_reorganisation
from cms.snippets.models import Partner

PLAN = Path("demo/councils-2028.json")


def make_plan(folder: Path, editor: User) -> bool:
    """Write the plan as a draft, once; not where its bodies are missing or its day is over. Whether it was written."""
    given = read_plan(folder / PLAN)
    slugs = {slug for change in given["changes"] for slug in change.before}
    known = Partner.objects.filter(slug__in=slugs).count() == len(slugs)
    if (
        not known
        or given["takes_effect_on"] <= clock.today()
        or Reorganisation.objects.filter(is_example=True).exists()
    ):
        return False
    plan = plan_reorganisation(by=requester_of(editor), **given)
    Reorganisation.objects.filter(pk=plan.pk).update(is_example=True)
    return True
