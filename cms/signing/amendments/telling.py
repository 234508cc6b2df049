"""Who hears of a notice: of every party those who sign and its owner, else its named contact, else the core team."""

from collections.abc import Iterable

from cms.core import clock
from cms.core.partial_dates import in_words
from cms.core.requester import SYSTEM, Requester
from cms.members.selectors import contact_for, standing_of
from cms.notifications.services import Recipient, notify
from cms.signing.amendments.sections import SECTIONS
from cms.signing.amendments.selectors import people_of_parties
from cms.signing.handlers import people_to_tell
from cms.signing.models import AmendmentNotice, Objection
from cms.snippets.models import IspParty, IspVersion

NO_ACT = "Opening a link changes nothing: you decide with a button on the page."


def path_of(notice: AmendmentNotice) -> str:
    return f"/isps/{notice.isp.reference}/amendments/{notice.number}"


def of_parties(version: IspVersion, *, processors: bool = False) -> list[Recipient]:
    """Each person once, however many parties they act for. Processors have no say in a notice: they are left out."""
    people = people_of_parties(version, processors=processors)
    parties = IspParty.objects.filter(pk__in=people).select_related("partner").prefetch_related("partner__contacts")
    found: list[Recipient] = []
    nobody = False
    for party in parties:
        here = [_recipient(person) for person in people[party.pk]]
        if not here and (contact := contact_for(party.partner)) is not None:
            here = [contact]
        nobody = nobody or not here
        found += here
    if nobody:
        found += [_recipient(person) for person in standing_of(()).core_team]
    return _once(found)


def _recipient(person: object) -> Recipient:
    """Of a `Person` of the standing, or of a user."""
    key = getattr(person, "user_id", None) or getattr(person, "pk", None)
    return Recipient(person.email.lower(), key, getattr(person, "name", "") or str(person))  # type: ignore[attr-defined]


def _once(people: Iterable[Recipient]) -> list[Recipient]:
    return list({person.email: person for person in people}.values())


def tell_of_notice(by: Requester, notice: AmendmentNotice) -> int:
    sections = ", ".join(SECTIONS[change.section].lower() for change in notice.changes.all())
    return notify(
        by=by,
        source_key=f"amendment:{notice.pk}:sent",
        recipients=of_parties(notice.version),
        title=f"{notice.isp.reference}: amendment notice {notice.number}, object until {in_words(notice.object_until)}",
        body=(
            f"{notice.isp.title}\n\nThe lead partner makes a small change of the text: {sections}.\n\n"
            f"Why: {notice.reason}\n\nIf you agree, there is nothing to do: it counts from "
            f"{in_words(notice.takes_effect_on)}, and nobody signs again. If you do not, say so on the page, with your "
            f"reason, until {in_words(notice.object_until)}.\n\n{NO_ACT}"
        ),
        path=path_of(notice),
    )


def tell_of_withdrawal(by: Requester, notice: AmendmentNotice) -> None:
    notify(
        by=by,
        source_key=f"amendment:{notice.pk}:withdrawn",
        recipients=of_parties(notice.version),
        title=f"{notice.isp.reference}: amendment notice {notice.number} is withdrawn",
        body=f"{notice.isp.title}\n\nThe old words stay.\n\nWhy: {notice.withdrawn_reason}",
        path=path_of(notice),
    )


def tell_of_objection(by: Requester, objection: Objection) -> None:
    notice, partner = objection.notice, objection.party.partner.name
    notify(
        by=by,
        source_key=f"amendment:{notice.pk}:objection:{objection.pk}",
        recipients=people_to_tell([notice.isp])[notice.isp_id],
        title=f"{partner} objects to amendment notice {notice.number} to {notice.isp.reference}",
        body=f"{notice.isp.title}\n\nTheir reason:\n{objection.reason}\n\nThe old words stay until it is settled.",
        path=path_of(notice),
    )


def tell_of_answer(by: Requester, objection: Objection) -> None:
    notice = objection.notice
    people = people_of_parties(notice.version).get(objection.party_id, [])
    notify(
        by=by,
        source_key=f"amendment:{notice.pk}:answer:{objection.pk}:{objection.answered_on}",
        recipients=[_recipient(person) for person in people],
        title=f"An answer to your objection to amendment notice {notice.number} to {notice.isp.reference}",
        body=f"{notice.isp.title}\n\n{objection.answer}\n\nOn the page you can take your objection back. {NO_ACT}",
        path=path_of(notice),
    )


def tell_of_taking_back(by: Requester, objection: Objection) -> None:
    notice, partner = objection.notice, objection.party.partner.name
    notify(
        by=by,
        source_key=f"amendment:{notice.pk}:taken-back:{objection.pk}",
        recipients=people_to_tell([notice.isp])[notice.isp_id],
        title=f"{partner} takes back its objection to amendment notice {notice.number} to {notice.isp.reference}",
        body=notice.isp.title,
        path=path_of(notice),
    )


def tell_of_effect(notice: AmendmentNotice) -> None:
    notify(
        by=SYSTEM,
        source_key=f"amendment:{notice.pk}:effect",
        recipients=[*of_parties(notice.version), *people_to_tell([notice.isp])[notice.isp_id]],
        title=f"{notice.isp.reference}: amendment notice {notice.number} counts now",
        body=f"{notice.isp.title}\n\nThe new words count since {in_words(clock.today())}. Nobody has to sign again.",
        path=path_of(notice),
    )
