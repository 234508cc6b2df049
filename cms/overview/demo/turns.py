"""Requests for help on their way, and guidance from a thread, in the demonstration."""

from cms.community.models import SupportCase
from cms.community.services import ask_back, ask_for_help, triage_case
from cms.core.requester import ANONYMOUS
from cms.forum.models import Thread
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.overview.thread_to_guidance import guidance_from_thread, possible_basis


def make_turns(people: dict[str, User]) -> None:
    """One request with a question to its asker, one of the public that is sorted, and one draft of guidance."""
    editor = requester_of(people["editor"])
    asked = SupportCase.objects.filter(submission_id="demo-volunteers").first()
    if asked is not None and not asked.messages.exists():
        ask_back(
            by=editor,
            number=asked.number,
            text="Do the carers know that you would pass this on, and what did they say? (An example question.)",
            submission_id="demo-question",
        )
    public = ask_for_help(
        by=ANONYMOUS,
        submission_id="demo-allotments",
        what="Which plots stand empty, and since when",
        whom="The parish council next to us",
        why="So that one waiting list serves both",
        name="Robin Field (example)",
        email="robin.field@demo.example",
        organisation="Allotment society (example)",
    )
    triage_case(
        by=editor, number=public.number, sort=SupportCase.Sort.ONE_OFF, adviser_id=None, target_on=public.target_on
    )
    thread = Thread.objects.filter(
        posts__submission_id="demo-mailbox", posts__number=1, answered_at__isnull=False
    ).first()
    basis = possible_basis()
    if thread is not None and basis:
        guidance_from_thread(by=editor, number=thread.number, interprets_id=basis[0].pk)
