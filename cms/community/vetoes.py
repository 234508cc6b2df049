"""Asked just before a mail about a request leaves: may who gets it still read the request?"""

from cms.community.models import SupportCase
from cms.core.policy import visible
from cms.members.models import User
from cms.members.selectors import requester_of


def veto(source_key: str, user_id: int | None, address: str) -> str:
    case = SupportCase.objects.filter(pk=int(source_key.split(":")[1])).first()
    if case is None:
        return "There is no such request any more."
    if user_id is None and case.has_account:
        return "The asker has no account any more."
    if user_id is None:
        return "" if case.email == address else "The asker is reached elsewhere now."
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return "The account is closed."
    seen = visible(SupportCase.objects.filter(pk=case.pk), requester_of(person)).exists()
    return "" if seen else "The person may not read the request any more."
