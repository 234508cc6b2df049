"""What mails about signing are about, for people who choose how often they want them."""

from cms.notifications.kinds import ALWAYS, register_kind


def register() -> None:
    """Called once, when the app is ready."""
    register_kind(
        "signing",
        label="Signatures that your organisation is asked for",
        about="Agreements to sign, reminders of them, and partners that join or leave.",
        sources=(
            *("sign-ask", "sign-chase", "sign-handed", "sign-nobody", "sign-withdrawn", "sign-stuck", "sign-unstuck"),
            *("join-asked", "join-refused", "party-leaves"),
        ),
        choices=ALWAYS,
        because="Others wait for it, and it cannot be in force without you.",
    )
    register_kind(
        "signed",
        label="Signatures that were given",
        about="Somebody has signed or declined, or an agreement is in force.",
        sources=("sign-decided", "in-force"),
    )
    register_kind(
        "amendment",
        label="Small changes of agreements",
        about="Amendment notices, objections, and the day on which they count.",
        choices=ALWAYS,
        because="There are 28 days to object.",
    )
