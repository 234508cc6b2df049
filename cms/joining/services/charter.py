"""The charter: written, published, signed in the site or on paper, and taken back."""

import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining.models import CharterSignature, CharterVersion
from cms.joining.selectors import current_version
from cms.members.models import User
from cms.signing.who_signs import is_a_mailbox_for_a_name, is_shared_mailbox
from cms.snippets.models import Partner

Method = CharterSignature.Method
WHO = "Only a person who may commit this organisation signs the charter for it."
CANNOT = "This body has no legal personality of its own. The organisation behind it signs."
GONE = "There is no such charter."
LEAST_DAYS = 30  # between publishing and the day by which everybody has to have signed again
EARLIEST = datetime.date(2000, 1, 1)
NAME, JOB, REASON = 160, 120, 250  # characters


@transaction.atomic
def publish_charter(*, by: Requester, number: int) -> CharterVersion:
    """From now on these words are the charter, for good. With a day in `resign_by` every member is asked to sign again.

    Raises Forbidden, NotFound, Conflict where it is published, BadInput with `fields`.
    """
    if not may(by, "charter.publish"):
        raise Forbidden("The core team publishes the charter.")
    row: CharterVersion | None = CharterVersion.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise NotFound(GONE)
    if row.published_on is not None:
        raise Conflict("This version is published already. Write a new one to change its words.")
    today, earlier = clock.today(), current_version()
    fields = {}
    if not row.text.strip():
        fields["text"] = ["Write the charter first."]
    if earlier is not None and not row.changed.strip():
        fields["changed"] = ["Say in plain words what changed."]
    if row.resign_by is not None and row.resign_by < today + datetime.timedelta(days=LEAST_DAYS):
        fields["resign_by"] = [f"Give partners {LEAST_DAYS} days at least."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    row.published_on = today
    row.save(update_fields=["published_on"])
    record(by, "charter.published", row, after=row.text_hash)
    return row


@transaction.atomic
def sign_charter(*, by: Requester, partner_id: int, number: int, confirmed: bool) -> CharterSignature:
    """Sign the present version for a body, in person. Signing again what stands changes nothing.

    Raises Unauthenticated, Forbidden (also for a shared mailbox, and without a second factor where one is needed),
    NotFound, Conflict where another version is the present one, BadInput with `fields`.
    """
    if by.user_id is None:
        raise Unauthenticated("Sign in to sign.")
    partner = _signing(by, partner_id, "charter.sign", WHO)
    if settings.MFA_REQUIRED and not by.second_factor:
        raise Forbidden("Sign in with your second factor to sign.")
    person = User.objects.get(pk=by.user_id)
    if is_shared_mailbox(person.email, person.get_full_name()):
        raise Forbidden("A shared mailbox cannot sign. Sign in as yourself.")
    version = _present(number)
    if not confirmed:
        raise BadInput("Tick what you declare.", fields={"confirmed": ["Tick what you declare."]})
    standing = _standing(partner, version)
    if standing is not None:
        return standing
    return _write(
        by,
        partner,
        version,
        signatory_name=str(person),
        signatory_job_title=person.job_title,
        user=person,
        method=Method.SITE,
        signed_on=clock.today(),
    )


@transaction.atomic
def record_charter_paper(
    *,
    by: Requester,
    partner_id: int,
    number: int,
    signatory_name: str,
    signatory_job_title: str = "",
    signed_on: datetime.date,
) -> CharterSignature:
    """Write down that a body signed a published version on paper. Who writes it down is kept.

    Raises Forbidden, NotFound, Conflict where it has signed this version, BadInput with `fields`.
    """
    partner = _signing(by, partner_id, "charter.record_paper", "Who looks after this organisation records paper.")
    version: CharterVersion | None = CharterVersion.objects.published().filter(number=number).first()
    if version is None:
        raise NotFound(GONE)
    name, job = " ".join(signatory_name.split()), " ".join(signatory_job_title.split())
    fields = {}
    if not 0 < len(name) <= NAME or is_a_mailbox_for_a_name(name):
        fields["signatoryName"] = ["Name the person who signed."]
    if len(job) > JOB:
        fields["signatoryJobTitle"] = ["Make this shorter: 120 characters at most."]
    if signed_on > clock.today():
        fields["signedOn"] = ["A signature is not dated in the future."]
    elif signed_on < max(version.published_on or EARLIEST, EARLIEST):
        fields["signedOn"] = ["This version was published after that day."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    if _standing(partner, version) is not None:
        raise Conflict("This organisation has signed this version. Take that signature back first.")
    return _write(
        by, partner, version, signatory_name=name, signatory_job_title=job, method=Method.PAPER, signed_on=signed_on
    )


@transaction.atomic
def withdraw_charter_signature(*, by: Requester, signature_id: int, why: str) -> CharterSignature:
    """It counts no more from today; the row and the reason stay. Raises Forbidden, NotFound, Conflict, BadInput."""
    row: CharterSignature | None = (
        CharterSignature.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("version", "partner")
        .filter(pk=signature_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such signature.")
    if not may(by, "charter.withdraw", row.partner_id):
        raise Forbidden("Who signs for this organisation, or the core team, takes a signature back.")
    if row.withdrawn_on is not None:
        raise Conflict("It was taken back already.")
    why = " ".join(why.split())
    if not 0 < len(why) <= REASON:
        raise BadInput("Give a reason.", fields={"why": ["Give a reason, in at most 250 characters."]})
    row.withdrawn_on, row.withdrawn_because = clock.today(), why
    row.save(update_fields=["withdrawn_on", "withdrawn_because"])
    record(by, "charter.withdrawn", row, organisation_id=row.partner_id)
    return row


@transaction.atomic
def attach_charter_scan(*, by: Requester, signature_id: int, document: Any, sha256: str = "") -> CharterSignature:
    """Keep the scanned page with a paper signature that stands: once, so that nobody changes what was shown.

    Who leads or commits the body opens it, and the core team. Raises NotFound, Forbidden, Conflict where it has a page.
    """
    row: CharterSignature | None = (
        CharterSignature.objects.visible_to(by)
        .select_for_update(of=("self",))
        .filter(pk=signature_id, method=Method.PAPER, withdrawn_on=None)
        .first()
    )
    if row is None:
        raise NotFound("There is no such signature.")
    if not may(by, "charter.record_paper", row.partner_id):
        raise Forbidden("Who looks after this organisation adds the page.")
    if row.document_id is not None:
        raise Conflict("A page is kept with it already. Is it the wrong one? Take the signature back, and record it.")
    row.document = document
    row.save(update_fields=["document"])
    record(by, "charter.scanned", row, organisation_id=row.partner_id, after=sha256)
    return row


def _signing(by: Requester, partner_id: int, action: str, words: str) -> Partner:
    """The body, where the caller may do this for it. Hidden and absent look the same."""
    found: Partner | None = Partner.objects.visible_to(by).filter(pk=partner_id, duplicate_of=None).first()
    if found is None:
        raise NotFound("There is no such organisation.")
    if not may(by, action, partner_id):
        raise Forbidden(words)
    if not found.can_sign:
        raise Conflict(CANNOT)
    return found


def _present(number: int) -> CharterVersion:
    version = current_version()
    if version is None:
        raise NotFound(GONE)
    if version.number != number:
        raise Conflict("A newer version was published. Read that one first.")
    return version


def _standing(partner: Partner, version: CharterVersion) -> CharterSignature | None:
    found: CharterSignature | None = version.signatures.filter(partner=partner, withdrawn_on=None).first()
    return found


def _write(by: Requester, partner: Partner, version: CharterVersion, **given: Any) -> CharterSignature:
    try:
        with transaction.atomic():
            made: CharterSignature = CharterSignature.objects.create(
                partner=partner, version=version, text_hash=version.text_hash, recorded_by_id=by.user_id, **given
            )
    except IntegrityError as error:  # pressed twice at once: the other one won
        known = _standing(partner, version)
        if known is None:
            raise
        if given["method"] == Method.PAPER:
            raise Conflict("This organisation has signed this version.") from error
        return known
    record(by, "charter.signed", made, after=made.text_hash, organisation_id=partner.pk)
    return made
