"""Every status in one table: the words people read and the colour beside them. A colour never speaks alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

# Only "late" is red. Key: a state as the API names it, lower case. Value: colour of the tag, words.
STATUSES: Mapping[str, tuple[str, str]] = {
    # an agreement, by its version in force and its dates
    "in_force": ("ok", "In force"),
    "review_due": ("due", "Review due"),
    "lapsed": ("late", "Lapsed"),
    "suspended": ("due", "Suspended"),
    "retired": ("", "Retired"),
    "draft": ("draft", "Draft"),
    "peer_review": ("draft", "Peer review"),
    "out_for_signature": ("draft", "Out for signature"),
    "superseded": ("", "Replaced"),
    "withdrawn": ("", "Withdrawn"),
    "review_late": ("late", "Review late"),
    "not_started": ("draft", "Not started yet"),
    # one party's coverage
    "covered": ("ok", "Covered"),
    "covered_with_conditions": ("info", "Signed with conditions"),
    "signed": ("info", "Signed, not in force yet"),
    "asked": ("due", "Not covered yet"),
    "not_asked": ("due", "Not covered yet"),
    "declined": ("due", "Declined to sign"),
    "left": ("", "Left"),
    "ended": ("", "No longer covered"),
    "does_not_sign": ("", "Does not sign"),
    # a flow
    "on_time": ("ok", "On time"),
    "late": ("late", "Late"),
    "stopped": ("", "Stopped"),
    # a partner's membership
    "member": ("ok", "Partner"),
    "applied": ("info", "Has applied"),
    "candidate": ("", "Has not joined"),
    # a partner's existence
    "merged": ("", "Merged into another body"),
    "replaced": ("", "Replaced by another body"),
    "closed": ("", "Closed"),
    "unknown": ("", "Not known"),
    # a change ahead
    "proposed": ("info", "Proposed"),
    "consultation": ("info", "Consultation"),
    "passed": ("due", "Passed"),
    "not_confirmed": ("", "Start date not recorded"),
    "high": ("late", "High effect"),
    "medium": ("due", "Medium effect"),
    "low": ("", "Low effect"),
}

WORDS: Mapping[str, str] = {
    # authority of guidance
    "national": "National guidance",
    "regulator": "Regulator’s guidance",
    "local": "Local guidance",
    "guidance": "Guidance",
    "template": "Template",
    "toolkit": "Toolkit",
    # kinds of agreement
    "overarching": "Overarching protocol",
    "isp": "Information sharing protocol",
    "disclosure": "Data disclosure agreement",
    "joint_controllers": "Joint controller agreement",
    "processing": "Processing contract",
    "mou": "Memorandum of understanding",
    # a party's part
    "lead": "Lead",
    "discloser": "Gives",
    "recipient": "Receives",
    "both": "Gives and receives",
    "processor": "Processes for another",
    "independent": "Independent controller",
    "joint": "Joint controller",
    "gives": "Giving",
    "receives": "Receiving",
    # roles
    "accountable_officer": "Accountable officer",
    "dpo": "Data protection officer",
    "siro": "Senior information risk owner",
    "caldicott_guardian": "Caldicott Guardian",
    "ig_lead": "Information governance lead",
    "isp_approver": "Signs ISPs",
    "operational_lead": "Operational lead",
    "partner_lead": "Partner lead",
    "core_editor": "Core team editor",
    "management_group": "Management group",
    "moderator": "Moderator",
    # outcomes of a review
    "unchanged": "Still needed, unchanged",
    "needs_change": "Needs a change",
    "minor_change": "Still needed, minor change",
    "major_change": "Needs a new version",
    "retire": "No longer needed",
    # stages
    "proposed": "Proposed",
    "consultation": "Consultation",
    "passed": "Passed",
    "in_force": "In force",
    # events
    "conference": "Conference",
    "workshop": "Workshop",
    "practitioners": "Practitioner meeting",
    # names of a body
    "alias": "Also known as",
    "abbreviation": "Abbreviation",
    "former_name": "Formerly",
    # files
    "text": "Agreement",
    "dpia": "DPIA",
    "other": "Other file",
    # datasets
    "open": "Open data",
    "personal": "Personal information",
    "special": "Special category or criminal offence data",
    "anonymous": "Anonymised",
    # confidentiality
    "implied_consent": "Implied consent, for direct care",
    "explicit_consent": "Explicit consent",
    "statute": "Required or permitted by statute",
    "section_251": "Section 251 support",
    "public_interest": "Overriding public interest",
    "uk_gdpr": "UK GDPR",
    "part_3": "DPA 2018 Part 3 (law enforcement)",
    # law
    "article6": "UK GDPR Article 6 basis",
    "article9": "UK GDPR Article 9 condition",
    "schedule1": "DPA 2018 Schedule 1 condition",
    "law_enforcement": "DPA 2018 Part 3 basis or Schedule 8 condition",
    # figures
    "measured": "measured",
    "estimated": "estimated",
    "claimed": "claimed",
}

# What a search hit is: the word on it, and the name of its filter.
SEARCH_KINDS: Mapping[str, tuple[str, str]] = {
    "isp": ("ISP", "ISPs"),
    "guidance": ("Guidance", "Guidance"),
    "news": ("News", "News"),
    "horizon": ("Changes ahead", "Changes ahead"),
    "story": ("Success story", "Success stories"),
    "event": ("Event", "Events"),
    "partner": ("Partner", "Partners"),
    "dataset": ("Dataset", "Datasets"),
    "gateway": ("Law", "Law"),
    "term": ("Word we use", "Words we use"),
    "glossary": ("Word we use", "Words we use"),
    "file": ("File", "Files"),
    "person": ("Person", "People"),
    "briefing": ("Briefing", "Briefings"),
}


def key_of(value: object) -> str:
    """A state as the tables name it: an enum by its value, any text in lower case."""
    return str(value.value if isinstance(value, Enum) else value).lower()


def status(value: object) -> tuple[str, str]:
    """(colour, words) of a state. An unknown one is shown as it is called, without colour, never left out."""
    key = key_of(value)
    return STATUSES.get(key, ("", WORDS.get(key, key.replace("_", " ").capitalize())))


def say(value: object) -> str:
    """The words for a value that has no colour."""
    if value is None:
        return ""
    key = key_of(value)
    return WORDS.get(key) or (STATUSES[key][1] if key in STATUSES else key.replace("_", " ").capitalize())
