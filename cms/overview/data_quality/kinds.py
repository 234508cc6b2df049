"""The kinds of things to put right, in the order of the screen."""

from django import forms

from cms.overview.data_quality import agreements, bodies, files, mending
from cms.overview.data_quality.duplicates import duplicates
from cms.overview.data_quality.row import Kind, Row
from cms.overview.links import broken

DAY = {"type": "date"}


def dead_links() -> list[Row]:
    return [
        Row(
            f"{link.pk}-{number}",
            place.label,
            f"{link.url}: {link.get_outcome_display().lower()}, {link.detail} (asked on {link.checked_at:%-d %B %Y})",
            place.edit,
        )
        for number, (link, place) in enumerate(broken())
    ]


class ContactForm(forms.Form):
    name = forms.CharField(label="Name", max_length=160, required=False)
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    email = forms.EmailField(label="E-mail address")


class AddressForm(forms.Form):
    email = forms.EmailField(label="The address that works", help_text="It counts as confirmed today.")


class IcoForm(forms.Form):
    number = forms.CharField(label="Registration number", max_length=20, required=False)
    expires_on = forms.DateField(label="Expires on", required=False, widget=forms.DateInput(attrs=DAY))
    exempt = forms.BooleanField(label="It is exempt from the fee", required=False)


class RoleForm(forms.Form):
    person = forms.EmailField(
        label="E-mail address of the person", required=False, help_text="Becomes a member of each ticked body as well."
    )
    not_required_because = forms.CharField(label="Or: nobody is needed because", max_length=200, required=False)


class DayForm(forms.Form):
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs=DAY))


class OwnerForm(forms.Form):
    person = forms.EmailField(label="E-mail address of the owner", help_text="Somebody of the partner that leads it.")


class NothingToType(forms.Form):
    pass


KINDS = (
    Kind(
        "no-contact",
        "Partners with nobody to write to",
        "Reminders go to the contact when an agreement has no owner.",
        bodies.no_contact,
        ContactForm,
        "Add this contact",
        mending.add_contact,
    ),
    Kind(
        "bounces",
        "Addresses whose mail comes back",
        "Nobody reads what we send there.",
        bodies.bounces,
        AddressForm,
        "Change the address",
        mending.change_address,
    ),
    Kind(
        "no-review",
        "ISPs without a review date",
        "Nobody will be reminded.",
        agreements.no_review,
        DayForm,
        "Set the next review",
        mending.set_review,
    ),
    Kind(
        "no-owner",
        "ISPs that nobody looks after",
        "No owner is named, or the owner has left the partner that leads it.",
        agreements.no_owner,
        OwnerForm,
        "Name the owner",
        mending.set_owner,
    ),
    Kind(
        "roles",
        "Roles that nobody holds",
        "By the kind of body. One person may hold a role in many bodies.",
        bodies.roles,
        RoleForm,
        "Fill these roles",
        mending.fill_roles,
    ),
    Kind(
        "body-checks",
        "Members that have not said whether their page is right",
        "They were asked and reminded. Ring them, read their page to them, and tick them if all of it is right.",
        bodies.unanswered,
        NothingToType,
        "They say that all of it is right",
        mending.said_by_telephone,
    ),
    Kind(
        "ico",
        "ICO registrations that are missing or run out",
        "Most controllers pay the data protection fee each year.",
        bodies.ico,
        IcoForm,
        "Write it down",
        mending.set_ico,
    ),
    Kind(
        "ended-members",
        "Members that have closed or been replaced",
        "The lists say that the body has ended; here it still counts as joined.",
        bodies.ended_members,
        NothingToType,
        "They have left",
        mending.mark_left,
    ),
    Kind(
        "ended-parties",
        "Bodies that have ended, in agreements in force",
        "Who took over has to sign, or the part has ended.",
        bodies.ended_parties,
        DayForm,
        "Their part ended on this day",
        mending.end_parts,
    ),
    Kind(
        "duplicates",
        "Partners that may be the same body",
        "The same code, or nearly the same name. A proposal: only you know.",
        duplicates,
        NothingToType,
        "They are two bodies",
        mending.two_bodies,
        is_costly=True,
    ),
    Kind(
        "dead-links",
        "Links that do not work",
        "Each public address is asked about once a week.",
        dead_links,
        NothingToType,
        "Ask again",
        mending.ask_again,
    ),
    Kind(
        "not-looked-at",
        "Files of ISPs that every member may open and nobody looked through",
        "They may hold signatures, names and telephone numbers. Open each one and look before you tick it.",
        files.not_looked_at,
        NothingToType,
        "I looked; they may be seen",
        mending.say_looked,
    ),
    Kind(
        "hard-to-read",
        "Files that hardly work with a screen reader",
        "Readers are told and may ask for another format. The report “Files hard to read” has all of them.",
        files.hard_to_read,
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def counts() -> dict[str, int]:
    """How many of each kind there are; those that compare everything with everything are left out."""
    return {kind.key: len(kind.find()) for kind in KINDS if not kind.is_costly}
