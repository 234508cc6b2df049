"""The e-mail channel: what a delivery looks like in a mail program."""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from cms.core.models import CommunitySettings
from cms.notifications.answering import WRITE_ABOVE, conversation_of
from cms.notifications.letters import Letter, letter_of
from cms.notifications.links import link_of, stop_link_of
from cms.notifications.models import Delivery

PARAGRAPHS = re.compile(r"\n\s*\n")
USUAL = Letter("notifications/email.txt", "notifications/email.html", {})


def message(delivery: Delivery) -> EmailMultiAlternatives:
    """Text and HTML of the same words. Links are absolute from the settings, never from a Host header; none of them
    changes anything by being opened."""
    community = CommunitySettings.load()
    stop = stop_link_of(delivery)
    one_press = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop else {}
    letter = letter_of(delivery) or USUAL
    talk = conversation_of(delivery)
    context = {
        "talk": talk,
        "write_above": WRITE_ABOVE,
        "delivery": delivery,
        "paragraphs": [part.strip() for part in PARAGRAPHS.split(delivery.body) if part.strip()],
        "link": link_of(delivery),
        "stop": stop,
        "settings": settings.FRONTEND_ORIGIN + "/notifications/settings" if delivery.user_id is not None else "",
        "origin": settings.FRONTEND_ORIGIN,
        "community": community,
        **letter.context,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(delivery.subject.split()),
        body=render_to_string(letter.text, context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[delivery.recipient],
        headers={
            "Message-ID": delivery.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **one_press,
            **(talk.headers if talk else {}),
        },
    )
    mail.attach_alternative(render_to_string(letter.html, context), "text/html")
    return mail
