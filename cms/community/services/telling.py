"""Word to the asker and to the core team. What a mail leads to depends on whether the asker has an account."""

from cms.community.keys import KEYED
from cms.community.models import SupportCase
from cms.core.requester import Requester
from cms.members.selectors import core_team, recipient
from cms.notifications.services import Recipient, notify

KIND = "support-case"


def tell_asker(
    *, by: Requester, case: SupportCase, cause: str, title: str, body: str, email_body: str = "", with_key: bool = True
) -> None:
    """Once for each cause. Who has no account gets a link with a key (`with_key`), written when the mail is sent."""
    keyed = with_key and not case.has_account
    name = case.name if with_key or case.has_account else ""  # typed by anybody, maybe not by who reads the mail
    notify(
        by=by,
        source_key=f"{KEYED if keyed else KIND}:{case.pk}:{cause}",
        recipients=[Recipient(email=case.email, user_id=case.asker_id, name=name)],
        title=title,
        body=body,
        email_body=email_body,
        path=f"/ask/{case.number}" if case.has_account else "",
    )


def tell_core_team(
    *, by: Requester, case: SupportCase, cause: str, title: str, body: str, email_body: str, adviser_first: bool = False
) -> None:
    """The core team, or the adviser alone where one looks after it and `adviser_first` says so."""
    team = core_team()
    mine = [person for person in team if person.pk == case.adviser_id] if adviser_first else []
    notify(
        by=by,
        source_key=f"{KIND}:{case.pk}:{cause}",
        recipients=[recipient(person) for person in mine or team],
        title=title,
        body=body,
        email_body=email_body,
        path=f"/ask/{case.number}",
    )
