"""Forms of a plan. Organisations are written one a line and found by name, other name or code, never by likeness."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet

from cms.reorganisation.models import Change, Reorganisation
from cms.reorganisation.services import BodySpec, ChangeSpec
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Sector

LINES = {"rows": 4, "cols": 40}
ONE_A_LINE = "One a line: its name, another name of it, or a code."


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Reorganisation
        fields = ("title", "takes_effect_on", "reason", "legal_reference")
        widgets = {
            "takes_effect_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }


class BodyForm(forms.Form):
    """A body that does not exist yet."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    legal_controller = forms.CharField(label="Who is bound in law, if another", max_length=200, required=False)
    organisation_type = forms.CharField(label="Kind", max_length=120, required=False)
    area = forms.CharField(label="Area", max_length=120, required=False)
    sector = forms.ModelChoiceField(
        Sector.objects.all(),
        label="Sector",
        to_field_name="code",
        required=False,
        empty_label="As the bodies that it follows",
    )
    can_sign = forms.BooleanField(label="It is a legal body, and can sign", required=False, initial=True)
    joins = forms.BooleanField(
        label="It joins the framework on the day",
        required=False,
        initial=True,
        help_text="Else its people and tools see what the public sees until it joins.",
    )

    def spec(self) -> BodySpec | None:
        given = dict(self.cleaned_data)
        sector = given.pop("sector", None)
        return BodySpec(**given, sector=sector.code if sector else "") if given.get("name") else None


class ChangeForm(forms.Form):
    kind = forms.ChoiceField(label="What happens", choices=[("", "Choose"), *Change.Kind.choices], required=False)
    before = forms.CharField(
        label="Which bodies", widget=forms.Textarea(attrs=LINES), required=False, help_text=ONE_A_LINE
    )
    after = forms.CharField(
        label="Who follows",
        widget=forms.Textarea(attrs=LINES),
        required=False,
        help_text="One a line: a new body from above, or one that goes on. Nothing for a new name or an end.",
    )
    new_name = forms.CharField(label="Its new name", max_length=200, required=False)
    new_legal_controller = forms.CharField(label="Who is bound in law then, if that changes", required=False)
    agreements = forms.ChoiceField(
        label="What was signed",
        choices=Change.Agreements.choices,
        required=False,
        help_text="“As the law says”: signatures carry over where an order or scheme is named, and else do not.",
    )
    note = forms.CharField(label="Note", max_length=250, required=False)

    def spec(self, names: NameIndex, new_bodies: set[str]) -> ChangeSpec | None:
        """None for a form that was left empty. Names that are not settled are errors beside their box."""
        given = self.cleaned_data
        if not given.get("kind"):
            if given.get("before", "").strip() or given.get("after", "").strip():
                self.add_error("kind", "Choose what happens.")
            return None
        return ChangeSpec(
            kind=given["kind"],
            before=self._resolved("before", names, set()),
            after=self._resolved("after", names, new_bodies),
            new_name=given["new_name"],
            new_legal_controller=given["new_legal_controller"],
            agreements=given["agreements"],
            note=given["note"],
        )

    def _resolved(self, field: str, names: NameIndex, new_bodies: set[str]) -> tuple[str, ...]:
        found: list[str] = []
        for line in filter(None, map(str.strip, self.cleaned_data[field].splitlines())):
            new = next((name for name in new_bodies if name.casefold() == line.casefold()), None)
            resolved = names.resolve(line)
            if new is not None:
                found.append(new)
            elif resolved.partner is not None:
                found.append(resolved.partner)
            else:
                like = [names.partners[slug].name for slug in resolved.candidates if slug in names.partners]
                hint = f" Did you mean {', or '.join(like[:3])}?" if like else ""
                self.add_error(field, f"“{line}” is not in the register.{hint}")
        return tuple(found)


BodyFormSet = forms.formset_factory(BodyForm, extra=3, max_num=60, absolute_max=80)
ChangeFormSet = forms.formset_factory(ChangeForm, extra=2, max_num=60, absolute_max=80)


class PlanForms:
    """The three parts of the screen, read and checked together."""

    def __init__(self, plan: Reorganisation | None, data: Any = None) -> None:
        self.plan = plan
        # An instance of its own: a form that does not hold must not change what the screen says of the plan.
        instance = Reorganisation.objects.get(pk=plan.pk) if plan is not None else None
        self.form = PlanForm(data, instance=instance)
        self.bodies: BaseFormSet[Any] = BodyFormSet(data, prefix="body", initial=_bodies_of(plan))
        self.changes: BaseFormSet[Any] = ChangeFormSet(data, prefix="change", initial=_changes_of(plan))

    def read(self) -> dict[str, Any] | None:
        """Arguments of `services.plan_reorganisation`; None where something needs another look."""
        if not (self.form.is_valid() & self.bodies.is_valid() & self.changes.is_valid()):
            return None
        bodies = [spec for form in self.bodies if (spec := form.spec()) is not None]
        names, new = NameIndex(), {spec.name for spec in bodies}
        changes = [spec for form in self.changes if (spec := form.spec(names, new)) is not None]
        if any(form.errors for form in self.changes):
            return None
        return {**self.form.cleaned_data, "bodies": bodies, "changes": changes}


def _bodies_of(plan: Reorganisation | None) -> Sequence[dict[str, Any]]:
    if plan is None:
        return []
    columns = ("name", "legal_controller", "organisation_type", "area", "can_sign", "joins")
    rows = plan.planned_bodies.select_related("sector")
    return [{**{name: getattr(row, name) for name in columns}, "sector": row.sector.code} for row in rows]


def _changes_of(plan: Reorganisation | None) -> Sequence[dict[str, Any]]:
    if plan is None:
        return []
    columns = ("kind", "new_name", "new_legal_controller", "agreements", "note")
    found = []
    for row in plan.changes.prefetch_related("bodies__partner", "bodies__planned"):
        sides = {
            name: "\n".join(str(body) for body in row.bodies.all() if body.side == side)
            for name, side in (("before", "from"), ("after", "to"))
        }
        found.append({**{name: getattr(row, name) for name in columns}, **sides})
    return found


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=250, widget=forms.Textarea(attrs={"rows": 2}), help_text="Those who were told read it."
    )
