"""Form controls in the members' theme: class, described-by and invalid state on Django's own widgets."""

from django import template
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.template import Context
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from cms.members.selectors import partners_of, requester_for

register = template.Library()
LABELS = {  # allauth's words in ours
    "Email": "E-mail address",
    "Authenticator code": "Code from your phone",
    "Current Password": "Your password of today",
    "New Password": "New password",
    "New Password (again)": "New password again",
    "Password (again)": "Password again",
}


@register.filter
def label(field: BoundField) -> str:
    """What the field asks for, in the words of this site."""
    return LABELS.get(str(field.label), str(field.label))


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a field with the theme's class, pointing at its hint and its error."""
    widget = field.field.widget
    kinds = ((Textarea, "govuk-textarea"), (Select, "govuk-select"), (CheckboxInput, "govuk-checkboxes__input"))
    name = next((css for kind, css in kinds if isinstance(widget, kind)), "govuk-input")
    described = [f"{field.id_for_label}-hint"] if field.help_text else []
    described += [f"{field.id_for_label}-error"] if field.errors else []
    attrs: dict[str, str | bool] = {"class": f"{name} govuk-{name.split('-')[1]}--error" if field.errors else name}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    widget.attrs.pop("placeholder", None)  # a placeholder is no label
    return field.as_widget(attrs=attrs)


@register.filter
def messages(field: BoundField) -> list[str]:
    """The errors of a field, each saying what to do rather than what the form thinks."""
    found = field.form.errors.as_data().get(field.name, [])
    return [
        f"Fill in: {label(field).lower()}" if error.code == "required" else str(text)
        for error in found
        for text in error.messages
    ]


@register.filter
def as_next(address: str) -> str:
    """An address as a query, to come back to."""
    return urlencode({"next": address})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


# Browsers name each other in what they send: the first that fits, in this order, is the right one.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome"}
BROWSERS |= {"Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"iPhone": "an iPhone", "iPad": "an iPad", "Android": "Android", "Windows": "Windows", "CrOS": "a Chromebook"}
SYSTEMS |= {"Mac OS X": "a Mac", "Linux": "Linux"}


@register.filter
def device(user_agent: str) -> str:
    """What a browser calls itself, in words that its owner knows: "Chrome on Windows"."""
    browser = next((name for part, name in BROWSERS.items() if part in user_agent), "")
    system = next((name for part, name in SYSTEMS.items() if part in user_agent), "")
    return f"{browser or 'A browser'} on {system}" if system else browser or "Another program"


@register.simple_tag(takes_context=True)
def acting_for(context: Context) -> str:
    """The organisation that somebody of several acts for, by name; empty for everybody else. One query at most."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated or "Authorization" in request.headers:
        return ""
    requester = requester_for(request)
    if len(requester.own_partners) < 2:
        return ""
    found = next((row for row in partners_of(requester) if row.pk == requester.acting_for), None)
    return str(found) if found is not None else ""
