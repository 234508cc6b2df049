"""Examples of what goes wrong with reminders: mail that comes back, and a note that waits for the core team."""

from cms.core import clock
from cms.members.models import User
from cms.notifications.models import Bounce
from cms.overview.demo.people import ACCOUNTS
from cms.reviews import notes
from cms.reviews.models import ManagementNote, ManagementNoteItem, Review
from cms.reviews.recipients import LATE_NOTE


def make_alerts() -> None:
    """One owner whose mail comes back, and one drafted note about an example agreement. Made once."""
    signs_in = {account.email for account in ACCOUNTS}
    owned = User.objects.filter(
        is_example=True, pk__in=Review.objects.filter(isp__is_example=True).values("isp__owner")
    )
    owner = owned.exclude(email__in=signs_in).order_by("email").first()
    if owner is not None and not Bounce.objects.exists():
        said = "smtp; 550 5.1.1 No such user here (example)"
        Bounce.objects.create(
            address=owner.email.lower(), source=Bounce.Source.REPORT, status="5.1.1", said=said, at=clock.now()
        )
    late = Review.objects.filter(isp__is_example=True, completed_on=None, superseded_on=None, outcome="")
    review = next(
        (row for row in late.select_related("isp__lead") if (clock.today() - row.due_on).days >= LATE_NOTE), None
    )
    if review is not None and review.isp is not None and not ManagementNote.objects.exists():
        partner = review.isp.lead
        note = ManagementNote.objects.create(
            partner=partner, subject=f"A friendly challenge for {partner.name}", body=""
        )
        ManagementNoteItem.objects.create(note=note, review=review)
        note.body = notes.words_of(note)
        note.save(update_fields=["body"])
