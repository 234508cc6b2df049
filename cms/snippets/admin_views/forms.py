"""The forms of the import screens."""

import datetime
from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from cms.core import clock
from cms.snippets.importers.names import Resolution
from cms.snippets.models import NameDecision, Partner, Sector
from cms.storage.accepting import MOST, accept_list
from cms.storage.refusals import RefusedFile

Outcome = NameDecision.Outcome
MAX_MB = MOST >> 20


class FileField(forms.FileField):
    def __init__(self) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"})
        super().__init__(
            label="File", help_text=f"CSV or XLSX, at most {MAX_MB} MB.", widget=widget, allow_empty_file=True
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploaded = super().clean(data, initial)
        if uploaded.size > MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"The file is larger than {MAX_MB} MB.")
        try:
            accept_list(uploaded, uploaded.name)
        except RefusedFile as refused:
            raise forms.ValidationError(str(refused)) from refused
        return uploaded


class RegisterUpload(forms.Form):
    file = FileField()
    as_of = forms.DateField(label="Day of this copy", widget=AdminDateInput, initial=clock.today)
    complete = forms.BooleanField(
        label="The file is the whole register",
        required=False,
        help_text="ISPs that it no longer lists are marked “not in the register since”. Nothing is deleted.",
    )

    def clean_as_of(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError("A copy is of today or of an earlier day.")
        return day


class SettleName(forms.Form):
    """What one printed name means. Candidates are shown first; nothing is chosen for the editor."""

    outcome = forms.ChoiceField(
        label="This name is",
        widget=forms.RadioSelect,
        choices=[
            (Outcome.THIS, "one organisation: choose it below"),
            (Outcome.THESE, "several bodies: choose each of them below"),
            (Outcome.NEW, "a new partner: choose its sector below"),
            (Outcome.NOT_AN_ORGANISATION, "not an organisation"),
        ],
    )
    near = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label="Nearest names",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
    )
    others = forms.ModelMultipleChoiceField(
        Partner.objects.filter(duplicate_of=None),
        label="Any other partner",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    sector = forms.ModelChoiceField(Sector.objects.all(), label="Sector of the new partner", required=False)

    def __init__(self, *args: Any, resolution: Resolution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near: Any = self.fields["near"]
        near.queryset = Partner.objects.filter(slug__in=resolution.candidates)
        by_slug = {partner.slug: partner for partner in near.queryset}
        ranked = [by_slug[slug] for slug in resolution.candidates if slug in by_slug]
        near.choices = [(partner.slug, f"{partner.name} ({partner.get_existence_display()})") for partner in ranked]
        if not ranked:
            del self.fields["near"]

    @property
    def partners(self) -> list[Partner]:
        chosen = [*self.cleaned_data.get("near", ()), *self.cleaned_data["others"]]
        return list({partner.pk: partner for partner in chosen}.values())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome, count = cleaned.get("outcome"), len(self.partners)
        if outcome == Outcome.THIS and count != 1:
            self.add_error("outcome", "Choose the one partner that it is.")
        elif outcome == Outcome.THESE and count < 2:
            self.add_error("outcome", "Choose each of the bodies, two or more.")
        elif outcome in (Outcome.NEW, Outcome.NOT_AN_ORGANISATION) and count:
            self.add_error("outcome", "Take the chosen partners away: this answer needs none.")
        if outcome == Outcome.NEW and cleaned.get("sector") is None:
            self.add_error("sector", "A new partner needs a sector.")
        return cleaned


class CorrectRow(forms.Form):
    """The cells of one row, as printed."""

    def __init__(self, *args: Any, cells: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = cells
        for index, (column, text) in enumerate(cells.items()):
            long = len(text) > 80
            self.fields[f"cell-{index}"] = forms.CharField(
                label=column or "(no heading)",
                initial=text,
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput,
            )

    @property
    def changes(self) -> dict[str, str]:
        """{column: new text} of the cells that differ."""
        found = {}
        for index, (column, text) in enumerate(self.cells.items()):
            given = self.cleaned_data[f"cell-{index}"]
            if given.replace("\r\n", "\n") != text.replace("\r\n", "\n"):
                found[column] = given
        return found
