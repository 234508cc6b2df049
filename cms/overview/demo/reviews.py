"""Examples of what happens to agreements between signatures: a notice that is open to objections, and a report."""

import datetime

from cms.core import clock
from cms.reviews.models import ReviewTrigger
from cms.signing.amendments.effect import DAY, DAYS_TO_OBJECT
from cms.signing.models import AmendmentChange, AmendmentNotice
from cms.snippets.models import Isp, IspVersion

NOTICE_ON, REPORT_ON = "hoarding", "flood"  # keys of data/demo/agreements.json
AGO = datetime.timedelta(days=8)


def make_review_examples() -> None:
    """Rows alone: nobody is written to. Made once."""
    today = clock.today()
    version = IspVersion.objects.filter(isp__source_row__demo=NOTICE_ON, state=IspVersion.State.IN_FORCE).first()
    if version is not None and version.retention and not AmendmentNotice.objects.filter(isp=version.isp).exists():
        until = today - AGO + datetime.timedelta(days=DAYS_TO_OBJECT)
        notice = AmendmentNotice.objects.create(
            isp=version.isp,
            version=version,
            number=1,
            reason="We looked at what we keep and need it for less long. (example)",
            sent_by=version.isp.owner,
            sent_on=today - AGO,
            object_until=until,
            takes_effect_on=until + DAY,
        )
        after = f"{version.retention}\nPhotographs of a home: deleted as soon as the visit is closed."
        AmendmentChange.objects.create(notice=notice, section="retention", before=version.retention, after=after)
    isp = Isp.objects.filter(source_row__demo=REPORT_ON, retired_on=None).first()
    if isp is not None and not ReviewTrigger.objects.filter(isp=isp).exists():
        ReviewTrigger.objects.create(
            isp=isp,
            kind=ReviewTrigger.Kind.COMPLAINT,
            cause="said:demo:1",
            what="A resident asked why we hold her old telephone number. (example)",
            said_on=today - AGO,
        )
