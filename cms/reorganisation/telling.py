"""Who is told that a plan took effect, and in which words. Each person once, whatever they belonged to."""

import datetime
from collections.abc import Iterator

from cms.members.models import Membership
from cms.members.selectors import core_team, recipient
from cms.notifications.services import Recipient
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.outline import outline_of
from cms.reorganisation.services.planning import speakers_of
from cms.snippets.models import Partner

DAY = datetime.timedelta(days=1)


def people_told(plan: Reorganisation) -> Iterator[tuple[list[Recipient], str]]:
    """(people, words): who belonged to each body that ended; then who speaks for the others, and the core team."""
    outline = outline_of(plan)
    bodies = {body for change in outline.changes for body in (*change.before, *change.after)}
    names = dict(Partner.objects.filter(pk__in=bodies).values_list("pk", "name"))
    ended = Membership.objects.filter(partner__in=outline.ending, ends_on__gte=plan.takes_effect_on - DAY)
    rows = list(ended.filter(user__is_active=True).select_related("user").order_by("pk"))
    here = Membership.objects.current().filter(user__in=[row.user_id for row in rows])
    belongs = set(here.values_list("user_id", flat=True))
    for change in outline.changes:
        for body in change.before:
            people = [row.user for row in rows if row.partner_id == body]
            words = _of_body(names[body], [names[after] for after in change.after], plan)
            for stays, more in ((True, "You belong there now."), (False, "Your access has ended. Ask the core team.")):
                group = [recipient(user) for user in people if (user.pk in belongs) == stays]
                if group:
                    yield group, f"{words}\n\n{more}"
    lines = [
        _of_body(names[body], [names[after] for after in change.after], plan, change.new_name)
        for change in outline.changes
        for body in change.before
    ]
    everyone = [*speakers_of(plan), *(recipient(person) for person in core_team())]
    yield everyone, "\n".join(lines)


def _of_body(name: str, after: list[str], plan: Reorganisation, new_name: str = "") -> str:
    day = f"{plan.takes_effect_on:%-d %B %Y}"
    if new_name:
        return f"Since {day}, {name} is the new name of a body; what was signed under the old one stays as it is."
    follows = f"{' and '.join(after)} took over." if after else "Nobody follows it."
    return f"{name} ended on {day}. {follows} What it signed is kept, and stands beside its name."
