"""Where a plan leaves more than one way: choices in bulk and one by one, for agreements and for people and data."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cms.core.errors import BadInput, Conflict, NotFound
from cms.reorganisation import services
from cms.reorganisation.admin_views import PAGE, PLAN_ONE, PlanScreen
from cms.reorganisation.models import Placement, Proposal
from cms.reorganisation.outline import target_of
from cms.reorganisation.simulation import WORDS, Simulation, Way

CHOICES = "reorganisation_choices"
CARRIES = {"": None, "yes": True, "no": False}


class Choices(PlanScreen):
    """?body= is the key of the body that ends. Bulk first, then each row; one button saves a page of rows."""

    template_name = "reorganisation/admin/choices.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.found: Simulation = self.simulated()
        ending = self.found.outline.ending
        given = request.GET.get("body", "")
        first = next((body for body, change in ending.items() if len(change.after) > 1), next(iter(ending), None))
        self.body = next((body for body in ending if str(body) == given), first)
        if self.body is None or self.plan.cancelled_at is not None:
            raise Http404

    def get_page_title(self) -> str:
        return f"Who follows {self.found.names[self.body or 0]}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse(PLAN_ONE, args=[self.plan.pk]), "label": self.plan.title}, items[-1]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions = {"bulk": self._bulk, "rows": self._rows, "people": self._people, "placed": self._placed}
        action = actions.get(request.POST.get("do", ""))
        if action is None:
            raise Http404
        try:
            count = action(request.POST)
        except (BadInput, Conflict, NotFound) as error:
            fields: Any = error.details.get("fields", {})
            messages.error(request, "; ".join(text for texts in fields.values() for text in texts) or str(error))
        else:
            messages.success(request, f"Saved for {count}." if count else "Nothing to save.")
        return HttpResponseRedirect(f"{request.path}?body={self.body}")

    def _choose(self, **given: Any) -> int:
        return services.choose_for_isps(by=self.by, number=self.plan.pk, predecessor=self.body or 0, **given)

    def _place(self, **given: Any) -> int:
        return services.place(by=self.by, number=self.plan.pk, predecessor=self.body or 0, **given)

    def _bulk(self, post: Any) -> int:
        theme, carries = post.get("theme", "*"), CARRIES.get(post.get("carries", ""))
        return self._choose(target=post.get("target", ""), carries_over=carries, theme=None if theme == "*" else theme)

    def _rows(self, post: Any) -> int:
        return sum(
            self._choose(target=target, carries_over=CARRIES.get(post.get(f"carries-{key}", "")), isps=[int(key)])
            for name, target in post.items()
            if name.startswith("isp-") and (key := name[4:]).isdigit() and target and target != post.get(f"was-{key}")
        )

    def _people(self, post: Any) -> int:
        return self._place(target=post.get("target", ""), kind=post.get("kind", ""))

    def _placed(self, post: Any) -> int:
        done = 0
        for name, target in post.items():
            kind, _, key = name.removeprefix("place-").partition("-")
            if name.startswith("place-") and key.isdigit() and target and target != post.get(f"was-{kind}-{key}"):
                done += self._place(target=target, objects=[(kind, int(key))])
        return done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, body = self.found, self.body or 0
        change = found.outline.ending[body]
        rows = [(effect, part) for effect in found.isps for part in effect.parts if part.before == body]
        rows.sort(key=lambda pair: (pair[1].way not in (Way.MISSING, Way.LEFT_OPEN), pair[0].reference))
        shown = Paginator(rows, PAGE).get_page(self.request.GET.get("p"))
        context: dict[str, Any] = super().get_context_data(
            plan=self.plan,
            body=body,
            name=found.names[body],
            bodies=[(key, found.names[key]) for key in found.outline.ending],
            targets=[(str(key), found.names[key]) for key in change.after],
            themes=sorted({effect.theme for effect, _ in rows if effect.theme}),
            kinds=Placement.Kind.choices,
            more=f"&body={body}",
            shown=shown,
            rows=[
                {
                    "effect": effect,
                    "part": part,
                    "now": _now(part),
                    "words": WORDS[part.way],
                    "proposals": self._proposals().get(effect.isp_id, []),
                }
                for effect, part in shown
            ],
            people=[(row, _now(row), WORDS[row.way]) for row in found.placements if row.before == body],
            **kwargs,
        )
        return context

    def _proposals(self) -> dict[int, list[str]]:
        if not hasattr(self, "_proposed"):
            self._proposed: dict[int, list[str]] = {}
            rows = Proposal.objects.filter(reorganisation=self.plan, partner=self.body).exclude(isp=None)
            for row in rows.select_related("to_planned"):
                name = self.found.names.get(target_of(row) or 0, "")
                words = ": ".join(filter(None, (name, row.text)))
                self._proposed.setdefault(int(row.isp_id or 0), []).append(words)
        return self._proposed


def _now(row: Any) -> str:
    """The value of a row's choice as the form sends it; empty where nobody has chosen."""
    match row.way:
        case Way.MISSING:
            return ""
        case Way.LEFT_OPEN:
            return "open"
        case Way.ENDS:
            return "ends"
    return str(row.after)
