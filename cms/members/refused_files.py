"""Who is told that the virus scanner found something in a file that the site has already."""

from cms.core.requester import SYSTEM
from cms.members.models import User
from cms.members.selectors import core_team, recipient
from cms.notifications.kinds import AT_ONCE, register_kind
from cms.notifications.services import notify
from cms.storage import waiting

KIND = "file-refused"
SENT = (
    "You sent “{titles}”. {before} It has now been checked, and the scanner found something in it ({found}). Nobody is "
    "shown it any more.\n\n"
    "Please tell whoever looks after your computer. If the file is needed here, make it anew on another computer and "
    "send it again."
)
TEAM = (
    "The virus scanner found something in “{titles}”: {found}. {before} Nobody can open it any more. {sender}\n\n"
    "In the admin, below Reports, “Files that wait or were refused” lists it. Delete the document there once nothing "
    "needs it."
)
BEFORE = {  # whether people could open it until now
    False: "The virus scanner did not answer when it came, so the file was kept and shown to nobody.",
    True: "Nothing was found in it before, or nothing had looked, so people who may see it could open it until now.",
}


def tell(refused: waiting.Refused) -> None:
    """The senders, then the core team; once for each content. In the transaction of the refusal."""
    titles = "”, “".join(refused.titles) or "a file that was deleted since"
    times = f"{refused.content.pk}:{refused.content.scanned_at:%Y%m%dT%H%M%S%f}"  # again, after a false alarm
    found, before = refused.content.note or "unknown", BEFORE[refused.was_served]
    senders = list(User.objects.filter(pk__in=refused.senders, is_active=True))
    notify(
        by=SYSTEM,
        source_key=f"{KIND}:{times}:sender",
        recipients=[recipient(person) for person in senders],
        title="A virus was found in a file that you sent",
        body=SENT.format(titles=titles, found=found, before=before),
    )
    told = "Who sent it has been told." if senders else "Nobody is known who sent it."
    notify(
        by=SYSTEM,
        source_key=f"{KIND}:{times}:team",
        recipients=[recipient(person) for person in core_team()],
        title="A virus was found in a file",
        body=TEAM.format(titles=titles, found=found, sender=told, before=before),
    )


def register() -> None:
    """Called once, when the app is ready."""
    register_kind(
        KIND,
        label="Viruses in files",
        about="The virus scanner found something in a file that you sent, or that somebody sent to the site.",
        choices=AT_ONCE,
        because="Your computer may have a virus.",
    )
    waiting.register_teller(tell)
