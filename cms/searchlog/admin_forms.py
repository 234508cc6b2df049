"""Forms of the core team's screens about what people look for."""

from typing import Any

from django import forms

from cms.core.requester import Requester
from cms.discovery.steering_targets import Target, candidates, exact
from cms.searchlog.content import NOTE, REASON, editors
from cms.searchlog.models import ContentTask
from cms.searchlog.selectors import PERIODS
from cms.snippets.models import Sector

KIND_WORDS = {
    "searched": "Searched most",
    "nothing": "Found nothing",
    "some": "Found only some of the words",
    "left": "Nothing was opened",
}
DAY_WORDS = {30: "30 days", 90: "90 days", 365: "a year"}
SEVERAL = "Several things have these words. Choose one of them below, then send again."
NOTHING = "Nothing was found by this. Publish the page first, or paste its address on the members' site."


class ReportForm(forms.Form):
    """What to list. An address without or with wrong parts shows the usual list."""

    kind = forms.ChoiceField(label="Show", choices=list(KIND_WORDS.items()), required=False)
    days = forms.TypedChoiceField(
        label="In the last", choices=[(days, DAY_WORDS[days]) for days in PERIODS], coerce=int, required=False
    )
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label="Sector", to_field_name="code", required=False, empty_label="All sectors"
    )

    def chosen(self) -> dict[str, Any]:
        """Arguments of `selectors.report`."""
        given = self.cleaned_data if self.is_valid() else {}
        sector = given.get("sector")
        return {
            "kind": given.get("kind") or "searched",
            "days": given.get("days") or PERIODS[0],
            "sector": sector.code if sector else "",
        }


class TaskForm(forms.Form):
    taken_by = forms.TypedChoiceField(label="Who takes it", coerce=int, empty_value=None, required=False)
    # The browser's own calendar: it needs no script.
    due_on = forms.DateField(
        label="Due", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    note = forms.CharField(label="Note", max_length=NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["taken_by"]
        people.choices = [("", "Nobody yet"), *((person.pk, str(person)) for person in editors())]


class AnswerForm(forms.Form):
    """`target` takes an address, a reference or words; where words fit several things, `choice` lists them."""

    target = forms.CharField(
        label="What answers it",
        max_length=400,
        help_text="Its address on the members' site (paste it), its reference such as ISP-0042, or words of its title: "
        "you then choose from what is found.",
    )
    choice = forms.ChoiceField(label="Which of these?", required=False, widget=forms.RadioSelect)
    pin = forms.BooleanField(label="Show it first when people search for these words", required=False)

    def __init__(self, *args: Any, by: Requester, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("target", "")).strip() if self.is_bound else ""
        self.found: Target | None = exact(typed, by) if typed else None
        self.listed = candidates(typed, by) if typed and self.found is None else []
        if self.listed:
            words = [(one.key, " · ".join(filter(None, (one.title, one.reference, one.kind)))) for one in self.listed]
            self.fields["choice"].choices = words  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "target" in cleaned and self.found is None:
            self.found = next((one for one in self.listed if one.key == cleaned.get("choice")), None)
            if self.found is None:
                self.add_error("target", SEVERAL if self.listed else NOTHING)
        return cleaned


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why not",
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Those who asked to be told read it.",
    )


def task_form(task: ContentTask, data: Any = None) -> TaskForm:
    return TaskForm(data, initial={"taken_by": task.taken_by_id, "due_on": task.due_on, "note": task.note})
