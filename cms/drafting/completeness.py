"""What a draft still lacks before it can be sent out, part by part and party by party, in words for who mends it.

The law itself is asked of `cms.signing.bases`, which decides again when the version is sent out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cms.drafting.services.opening import cannot_sign
from cms.drafting.steps import STEPS, Step
from cms.signing.bases import missing_pieces
from cms.snippets.models import IspParty, IspVersion

BRACKETS = re.compile(r"\[[^\[\]]{2,200}\]")
Role = IspParty.Role
MOST_BRACKETS = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing. `party` is the slug of the party it belongs to, where it is one's."""

    step: str
    text: str
    party: str = ""
    partner_name: str = ""
    purpose: str = ""


def gaps_of(version: IspVersion) -> list[Gap]:
    """Everything missing, in the order of the steps; empty when the draft can be sent out."""
    found: dict[str, list[Gap]] = defaultdict(list)
    parties = list(version.parties.select_related("partner").order_by("pk"))
    for gap in (*_texts(version, parties), *_parties(version, parties), *_lists(version, parties), *_law(version)):
        found[gap.step].append(gap)
    return [gap for step in STEPS for gap in found[step.key]]


def never_sent_out(version: IspVersion) -> list[str]:
    """What no version goes out with, whichever way it was written: parts of the template that nobody replaced, a
    processor without its contract (Article 28), joint controllers without an arrangement (Article 26)."""
    parties = list(version.parties.select_related("partner").order_by("pk"))
    found = [gap.text for gap in _texts(version, parties) if "[" in gap.text or gap.step == "arrangement"]
    return found + [gap.text for gap in _parties(version, parties) if "Article 28" in gap.text]


def brackets_in(text: str) -> list[str]:
    """Parts in [square brackets] that nobody has replaced yet, each once."""
    return list(dict.fromkeys(" ".join(found.split()) for found in BRACKETS.findall(text)))


def is_joint(parties: list[IspParty]) -> bool:
    return any(party.controller_status == IspParty.ControllerStatus.JOINT for party in parties)


def applies(step: Step, parties: list[IspParty]) -> bool:
    """The arrangement is asked for where there are joint controllers."""
    return step.key != "arrangement" or is_joint(parties)


def _texts(version: IspVersion, parties: list[IspParty]) -> Iterator[Gap]:
    for step in STEPS:
        if not step.text or not applies(step, parties):
            continue
        text = getattr(version, step.text)
        left = brackets_in(text)
        if not text.strip() and not step.optional:
            yield Gap(step.key, f"“{step.name}” is not written yet.")
        for one in left[:MOST_BRACKETS]:
            yield Gap(step.key, f"Replace “{one}” in “{step.name}”.")
        if len(left) > MOST_BRACKETS:
            yield Gap(step.key, f"Replace {len(left) - MOST_BRACKETS} more parts in [square brackets].")


def _parties(version: IspVersion, parties: list[IspParty]) -> Iterator[Gap]:
    signing = [party for party in parties if party.role != Role.PROCESSOR]
    if not any(party.partner_id == version.isp.lead_id for party in parties):
        yield Gap("partners", f"{version.isp.lead} leads it and is not among the partners.")
    if len(signing) < 2:
        yield Gap("partners", "Name at least one other partner that decides about the information.")
    for party in parties:
        name, slug = party.partner.name, party.partner.slug
        if party.role == Role.PROCESSOR and not party.article28_contract_url:
            yield Gap("partners", f"{name} is a processor: link its Article 28 contract.", slug, name)
        if party.role != Role.PROCESSOR and not party.partner.can_sign:
            yield Gap("partners", cannot_sign(party.partner), slug, name)
    joint = [party for party in signing if party.controller_status == IspParty.ControllerStatus.JOINT]
    if len(joint) == 1:
        name, slug = joint[0].partner.name, joint[0].partner.slug
        yield Gap("partners", f"{name} is the only joint controller: say with whom it decides.", slug, name)


def _lists(version: IspVersion, parties: list[IspParty]) -> Iterator[Gap]:
    if not version.isp.title.strip():
        yield Gap("title", "Give it a name.")
    if version.isp.theme_id is None:
        yield Gap("title", "Choose a theme, so that people find it in the register.")
    if not version.data_items.exists():
        yield Gap("information", "Name what information is shared.")
    flows = list(version.flows.all())
    if not flows:
        yield Gap("flows", "Say what moves from whom to whom.")
    here = {party.partner_id for party in parties}
    named = {flow.sender_id for flow in flows} | {flow.recipient_id for flow in flows}
    for flow in flows:
        if flow.sender_id not in here or flow.recipient_id not in here:
            yield Gap("flows", f"“{flow.items}” moves to or from somebody who takes no part any more.")
    for party in parties:
        if flows and party.partner_id not in named:
            text = f"Nothing moves to or from {party.partner.name}."
            yield Gap("flows", text, party.partner.slug, party.partner.name)
    if not version.isp.contacts.exists():
        yield Gap("contacts", "Say whom people ring.")


def _law(version: IspVersion) -> Iterator[Gap]:
    slugs = dict(version.parties.values_list("pk", "partner__slug"))
    for one in missing_pieces(version):
        text = f"{one.text[:1].upper()}{one.text[1:]}"
        yield Gap("law", text, slugs.get(one.party_id, ""), one.partner, one.purpose)
