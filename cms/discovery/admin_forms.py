"""The form of a pin or an exclusion: one field names any thing that search knows, whatever its kind."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.requester import ANONYMOUS
from cms.discovery.steering_targets import Target, candidates, describe, exact
from cms.members.selectors import requester_of

SEVERAL = "Several things have these words. Choose one of them below and save again."
NOTHING = (
    "Nothing was found by this. Paste its address on the members' site, type its reference, or use words of its title."
)


def words_of(target: Target) -> str:
    return " · ".join(part for part in (target.title, target.reference, target.kind) if part)


class SteeringForm(WagtailAdminModelForm):
    """`target` takes an address, a reference or words; where words fit several things, `choice` lists them."""

    target = forms.CharField(
        label="What",
        max_length=400,
        help_text="Its address on the members' site (paste it), its reference such as ISP-0042, or words of its title: "
        "you then choose from what is found.",
    )
    choice = forms.ChoiceField(label="Which of these?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)
        self.found: Target | None = None
        self.by = requester_of(for_user) if for_user else ANONYMOUS
        if not self.is_bound:
            self._show(self.instance.key or str(self.initial.get("target", "")))
        typed = str(self.data.get(self.add_prefix("target"), "")).strip() if self.is_bound else ""
        self.listed = self._look_for(typed) if typed else []
        if self.listed:
            self.fields["choice"].choices = [(one.key, words_of(one)) for one in self.listed]  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]

    def _show(self, key: str) -> None:
        """Name the thing beside the field, and in it give the address that leads back to it, where one does."""
        known = describe([key], self.by).get(key)
        if known is None:
            self.initial["target"] = key
            return
        back = exact(known.url, self.by)
        self.initial["target"] = known.url if back and back.key == key else key
        self.fields["target"].help_text = f"Now: {words_of(known)}. {self.fields['target'].help_text}"

    def _look_for(self, typed: str) -> list[Target]:
        self.found = exact(typed, self.by)
        return [] if self.found else candidates(typed, self.by)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "target" not in cleaned:
            return cleaned
        if self.found is None:
            chosen = cleaned.get("choice")
            self.found = next((one for one in self.listed if one.key == chosen), None)
        if self.found is None:
            self.add_error("target", SEVERAL if self.listed else NOTHING)
        else:
            self.instance.key = self.found.key
        return cleaned
