"""What people are told about signing, each once. A message that has become pointless is not sent after all."""

from typing import Any

from cms.core.requester import Requester
from cms.members.selectors import core_team, recipient
from cms.notifications.services import Recipient, cancel_deliveries, notify
from cms.notifications.vetoes import register_veto
from cms.signing.models import Chase, Signature
from cms.signing.who_signs import asked_of, handlers, reach
from cms.snippets.models import IspParty, IspVersion

State = IspVersion.State
ASK, CHASE = "sign-ask", "sign-chase"


def sign_path(party: Any) -> str:
    return f"/isps/{party.version.isp.reference}/sign?party={party.partner.slug}"


def progress_path(isp: Any) -> str:
    return f"/isps/{isp.reference}/signing"


def ask_to_sign(by: Requester, version: IspVersion, parties: list[Any]) -> None:
    """Each party's approver, once; where there is none, the lead's people and the core team, by name of the body."""
    asked = asked_of(parties)
    isp = version.isp
    for party in parties:
        notify(
            by=by,
            source_key=f"{ASK}:{party.pk}",
            recipients=[reach(one) for one in asked[party.pk].people],
            title=f"{isp.reference} needs your signature",
            body=(
                f"{isp.title}, version {version.number}, is out for signature. You may sign it for "
                f"{party.partner.controller_name}.\n\nRead it first. You can sign on this site, sign with conditions, "
                "decline with a reason, hand it to somebody else who may commit your organisation, or sign on paper."
            ),
            path=sign_path(party),
        )
    without = [party.partner.name for party in parties if not asked[party.pk].people]
    if without:
        notify(
            by=by,
            source_key=f"sign-nobody:{version.pk}:{'-'.join(str(one.pk) for one in parties)[:80]}",
            recipients=[*handlers(isp).values(), *map(recipient, core_team())],
            title=f"{isp.reference}: nobody signs for {len(without)} of its parties",
            body=(
                f"{isp.title}, version {version.number}, is out for signature. We know no person who signs for:\n\n"
                + "\n".join(f"- {name}" for name in without)
                + "\n\nName somebody there, or get the signature on paper and record it."
            ),
            path=progress_path(isp),
        )


def stop_asking(by: Requester, party_ids: list[int], reason: str) -> None:
    for pk in party_ids:
        cancel_deliveries(by=by, source_prefix=f"{ASK}:{pk}", reason=reason)


def everybody_asked(parties: list[Any]) -> dict[int, Recipient]:
    return {one.user_id: reach(one) for asked in asked_of(parties).values() for one in asked.people}


def tell_withdrawn(by: Requester, version: IspVersion, parties: list[Any]) -> None:
    people = {**handlers(version.isp), **everybody_asked(parties)}
    people.pop(by.user_id or 0, None)
    notify(
        by=by,
        source_key=f"sign-withdrawn:{version.pk}",
        recipients=people.values(),
        title=f"{version.isp.reference}, version {version.number}, was withdrawn",
        body=(
            f"{version.isp.title}: its words are to change, so version {version.number} is no longer out for "
            "signature. Signatures on it are void. You need to do nothing: you are asked again when the new text is "
            "ready."
        ),
        path="/signing",
    )


def tell_in_force(by: Requester, version: IspVersion, parties: list[Any], sentence: str) -> None:
    people = {**handlers(version.isp), **everybody_asked(parties)}
    notify(
        by=by,
        source_key=f"in-force:{version.pk}",
        recipients=people.values(),
        title=f"{version.isp.reference} is in force",
        body=f"{version.isp.title}, version {version.number}. {sentence}",
        path=f"/isps/{version.isp.reference}",
    )


def tell_of_decision(by: Requester, signature: Signature, party: Any) -> None:
    """Conditions and refusals are news for those who look after the agreement."""
    if signature.decision == Signature.Decision.SIGNED:
        return
    isp = party.version.isp
    declined = signature.decision == Signature.Decision.DECLINED
    people = handlers(isp)
    people.pop(by.user_id or 0, None)
    notify(
        by=by,
        source_key=f"sign-decided:{signature.pk}",
        recipients=people.values(),
        title=f"{party.partner.name} {'declined to sign' if declined else 'signed with conditions'}: {isp.reference}",
        body=f"{isp.title}, version {party.version.number}.\n\nThey wrote:\n{signature.reason}",
        path=progress_path(isp),
    )


def against(source_key: str, user_id: int | None, address: str) -> str:
    """Why a request to sign or a reminder of it is not sent after all; empty to let it go."""
    kind, _, key = source_key.partition(":")
    if not key.isdigit():
        return ""
    pk = int(key)
    if kind == CHASE:
        pk = Chase.objects.filter(pk=pk).values_list("party_id", flat=True).first() or 0
    party = IspParty.objects.filter(pk=pk).select_related("version", "partner").first()
    if party is None or party.version.state not in (State.OUT_FOR_SIGNATURE, State.IN_FORCE):
        return "It is no longer out for signature."
    if Signature.objects.filter(party=party, voided_on=None).exists():
        return "It was decided meanwhile."
    if user_id not in {one.user_id for one in asked_of([party])[party.pk].people}:
        return "This person does not sign for the party any more."
    return ""


def register() -> None:
    """Called once, when the app is ready."""
    for source in (ASK, CHASE):
        register_veto(source, against)
