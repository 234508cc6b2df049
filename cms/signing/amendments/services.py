"""Sending a notice of a small change, objecting to it, taking that back, answering, and withdrawing the notice."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.partial_dates import in_words
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.amendments import telling
from cms.signing.amendments.effect import DAY, DAYS_TO_OBJECT, NOT_YET, state_of
from cms.signing.amendments.sections import DATA_ITEMS, SECTIONS, lines_of
from cms.signing.amendments.selectors import effective_texts, objections_of, open_changes
from cms.signing.models import AmendmentChange, AmendmentNotice, Objection
from cms.snippets.models import IspParty, IspVersion
from cms.snippets.services import lock_isp, move_on

LONGEST_REASON, LONGEST_TEXT = 2000, 20_000
LATEST_DAYS = 365


@transaction.atomic
def send_amendment(
    *,
    by: Requester,
    version_id: int,
    changes: Mapping[str, str],
    reason: str,
    takes_effect_on: datetime.date | None = None,
) -> AmendmentNotice:
    """Send every party a numbered notice: {section: its new words}. They have 28 days to object; then it counts from
    the next day, or from a later one that is given. The version and its signatures stay as they are.

    Raises Unauthenticated, NotFound, Forbidden, Conflict where the version is not in force, BadInput with `fields`
    (names of sections, `reason`, `takesEffectOn`).
    """
    _person(by)
    found = visible(IspVersion.objects.all(), by).filter(pk=version_id).first()
    if found is None:
        raise NotFound("There is no such version.")
    isp = lock_isp(found.isp_id)
    version = IspVersion.objects.select_related("isp").get(pk=version_id)
    if not may(by, "amendment.send", isp):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, send a notice.")
    today = clock.today()
    until = today + datetime.timedelta(days=DAYS_TO_OBJECT)
    starts = takes_effect_on or until + DAY
    if version.state != IspVersion.State.IN_FORCE or (isp.retired_on is not None and isp.retired_on <= today):
        raise Conflict("Only a version in force is amended.")
    if isp.retired_on is not None and isp.retired_on <= starts:
        raise Conflict("The agreement is retired before this notice would count.")
    given = checked_changes(version, changes)
    _check(given, reason, starts, until)
    before = effective_texts(version, today)
    number = 1 + (AmendmentNotice.objects.filter(isp=isp).aggregate(highest=Max("number"))["highest"] or 0)
    notice: AmendmentNotice = AmendmentNotice.objects.create(
        isp=isp,
        version=version,
        number=number,
        reason=reason.strip(),
        sent_by_id=by.user_id,
        sent_on=today,
        object_until=until,
        takes_effect_on=starts,
    )
    for section, after in given.items():
        AmendmentChange.objects.create(notice=notice, section=section, before=before[section], after=after)
    move_on(isp)
    record(by, "amendment.sent", notice, before=before, after=given, organisation_id=isp.lead_id)
    telling.tell_of_notice(by, notice)
    return notice


def checked_changes(version: IspVersion, changes: Mapping[str, str]) -> dict[str, str]:
    """Those of the given words that differ from what counts today, in the order of the sections.

    Raises BadInput with `fields`: an unknown section, one that another notice is on its way to change, words that are
    too long or gone, an item of information that was not shared before.
    """
    now, waiting = effective_texts(version), open_changes(version)
    fields: dict[str, list[str]] = {}
    if unknown := set(changes) - set(SECTIONS):
        fields.update({name: ["There is no such section."] for name in sorted(unknown)})
    given = {}
    for name in SECTIONS:
        if name not in changes:
            continue
        words = "\n".join(line.rstrip() for line in changes[name].strip().splitlines())
        if words == "\n".join(line.rstrip() for line in now[name].strip().splitlines()):
            continue
        given[name] = words
        if name in waiting:
            fields[name] = [f"Notice {waiting[name]} is on its way to change this. Wait for it, or withdraw it."]
        elif len(words) > LONGEST_TEXT:
            fields[name] = [f"Use at most {LONGEST_TEXT:,} characters."]
        elif not now[name].strip():
            fields[name] = ["These words are not held here: adding them needs a new version."]
        elif not words:
            fields[name] = ["Taking all of it out is no small change: it needs a new version."]
        elif name == DATA_ITEMS and len(lines_of(words)) > len(lines_of(now[name])):
            fields[name] = ["Sharing something more needs a new version. A notice drops or rewords items."]
    if fields:
        raise BadInput("Some of the words need another look.", fields=fields)
    return given


def _check(given: Mapping[str, str], reason: str, starts: datetime.date, until: datetime.date) -> None:
    fields: dict[str, list[str]] = {}
    if not given:
        fields["changes"] = ["Nothing is changed yet: write the new words."]
    if not reason.strip():
        fields["reason"] = ["Say why in a few words: every partner reads it."]
    elif len(reason) > LONGEST_REASON:
        fields["reason"] = [f"Use at most {LONGEST_REASON:,} characters."]
    if starts <= until:
        fields["takesEffectOn"] = [f"Partners may object until {in_words(until)}: choose a later day."]
    elif starts > until + datetime.timedelta(days=LATEST_DAYS):
        fields["takesEffectOn"] = ["Choose a day within a year."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


@transaction.atomic
def object_to_amendment(*, by: Requester, reference: str, number: int, partner: str, reason: str) -> Objection:
    """Object for a party (its partner's slug), with a reason. Pressing twice is once.

    Raises Unauthenticated, NotFound, Forbidden, Conflict once the time to object is over, BadInput with `fields`.
    """
    _person(by)
    notice = _locked(by, reference, number)
    found = IspParty.objects.select_related("partner").filter(version=notice.version_id, partner__slug=partner).first()
    party = visible(IspParty.objects.all(), by).filter(pk=found.pk).first() if found is not None else None
    if found is None or party is None:
        raise BadInput("Say for whom.", fields={"partner": ["Choose one of the parties."]})
    if not may(by, "amendment.object", found):
        raise Forbidden("Who signs for the party, or looks after the agreement there, objects.")
    rows = Objection.objects.filter(notice=notice, party=found, taken_back_on=None)
    standing: Objection | None = rows.first()
    if standing is not None:
        return standing
    if notice.withdrawn_on is not None or clock.today() > notice.object_until:
        raise Conflict(f"Objections to this notice were taken until {in_words(notice.object_until)}.")
    words = _words(reason, "reason", "Say why: those who look after the agreement answer it.")
    made: Objection = Objection.objects.create(notice=notice, party=found, reason=words, made_by_id=by.user_id)
    record(by, "amendment.objected", notice, after=words, organisation_id=found.partner_id)
    telling.tell_of_objection(by, made)
    return made


@transaction.atomic
def take_back_objection(*, by: Requester, objection_id: int) -> Objection:
    """The party agrees after all. Who may object for it may take it back, whoever made it.

    Raises Unauthenticated, NotFound, Forbidden.
    """
    _person(by)
    objection = _locked_objection(by, objection_id)
    if not may(by, "amendment.object", objection.party):
        raise Forbidden("Who signs for the party, or looks after the agreement there, takes it back.")
    if objection.taken_back_on is None:
        objection.taken_back_on, objection.taken_back_by_id = clock.today(), by.user_id
        objection.save(update_fields=["taken_back_on", "taken_back_by"])
        record(by, "objection.taken_back", objection.notice, organisation_id=objection.party.partner_id)
        telling.tell_of_taking_back(by, objection)
    return objection


@transaction.atomic
def answer_objection(*, by: Requester, objection_id: int, answer: str) -> Objection:
    """Answer a party. That settles the objection, save of the lead and the essential parties: they take it back
    themselves, or it stands and stops the notice.

    Raises Unauthenticated, NotFound, Forbidden, Conflict where it was taken back or answered, BadInput with `fields`.
    """
    _person(by)
    objection = _locked_objection(by, objection_id)
    if not may(by, "amendment.send", objection.notice.isp):
        raise Forbidden("Those who look after the agreement answer an objection.")
    if objection.taken_back_on is not None or objection.answered_on is not None:
        raise Conflict("This objection is settled or answered already.")
    objection.answer = _words(answer, "answer", "Say what you agreed, or why the notice stays.")
    objection.answered_on, objection.answered_by_id = clock.today(), by.user_id
    objection.save(update_fields=["answer", "answered_on", "answered_by"])
    record(by, "objection.answered", objection.notice, after=objection.answer)
    telling.tell_of_answer(by, objection)
    return objection


@transaction.atomic
def withdraw_amendment(*, by: Requester, reference: str, number: int, reason: str) -> AmendmentNotice:
    """Take a notice back before it counts; the old words stay.

    Raises Unauthenticated, NotFound, Forbidden, Conflict where it counts already or is over, BadInput with `fields`.
    """
    _person(by)
    notice = _locked(by, reference, number)
    if not may(by, "amendment.send", notice.isp):
        raise Forbidden("Those who look after the agreement withdraw a notice.")
    if notice.withdrawn_on is not None:
        return notice
    if state_of(notice, objections_of([notice])[notice.pk], clock.today()) not in NOT_YET:
        raise Conflict("This notice counts already, or is over: send another one instead.")
    notice.withdrawn_reason = _words(reason, "reason", "Say why: every partner reads it.")
    notice.withdrawn_on, notice.withdrawn_by_id = clock.today(), by.user_id
    notice.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
    record(by, "amendment.withdrawn", notice, after=notice.withdrawn_reason, organisation_id=notice.isp.lead_id)
    telling.tell_of_withdrawal(by, notice)
    return notice


def _person(by: Requester) -> None:
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in: this is a person's word.")


def _words(text: str, field: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise BadInput(missing, fields={field: [missing]})
    if len(words) > LONGEST_REASON:
        raise BadInput("Too long.", fields={field: [f"Use at most {LONGEST_REASON:,} characters."]})
    return words


def _locked(by: Requester, reference: str, number: int) -> AmendmentNotice:
    """The notice, with its agreement's row held: nobody sends, objects and withdraws at once."""
    rows = visible(AmendmentNotice.objects.all(), by).filter(isp__reference=reference, number=number)
    key = rows.values_list("pk", "isp_id").first()
    if key is None:
        raise NotFound("There is no such notice.")
    lock_isp(key[1])
    found: AmendmentNotice = AmendmentNotice.objects.select_related("isp", "version").get(pk=key[0])
    return found


def _locked_objection(by: Requester, objection_id: int) -> Objection:
    rows = visible(Objection.objects.all(), by).filter(pk=objection_id)
    key = rows.values_list("pk", "notice__isp_id").first()
    if key is None:
        raise NotFound("There is no such objection.")
    lock_isp(key[1])
    read = Objection.objects.select_related("notice__isp", "notice__version", "party__partner")
    found: Objection = read.get(pk=key[0])
    return found
