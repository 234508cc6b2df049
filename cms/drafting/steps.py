"""The guided form: one question a page, in the order in which a person can answer them."""

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    WHY = "What and why"
    WHO = "Who takes part"
    DATA = "What is shared, about whom"
    LAW = "The law, party by party"
    HOW = "How, and how often"
    CARE = "Looking after it"
    PRACTICE = "For the people who share"
    LATER = "After it is signed"


@dataclass(frozen=True, slots=True)
class Step:
    """`key` is the address; `text` the column of the version for a step that is one text. `why` is used where the
    template gives no reason of its own."""

    key: str
    group: Group
    name: str
    question: str
    why: str
    text: str = ""
    optional: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        "title",
        Group.WHY,
        "Name and theme",
        "What is this agreement called?",
        "People find it by its name. Say what is shared with whom, as you would on the telephone.",
    ),
    Step(
        "summary",
        Group.WHY,
        "In plain English",
        "What does it let people do?",
        "A practitioner reads this first, often on a phone.",
        "summary",
    ),
    Step(
        "purpose",
        Group.WHY,
        "Purpose",
        "What is the information for?",
        "Everything else is measured against the purpose.",
        "purpose",
    ),
    Step(
        "necessity",
        Group.WHY,
        "Why it is needed",
        "Why is it needed, and why not less?",
        "The law asks whether the purpose could be reached with less.",
        "necessity",
    ),
    Step(
        "benefit",
        Group.WHY,
        "What gets better",
        "What gets better, and how will you know?",
        "At each review the partners ask whether it did.",
        "expected_benefit",
        optional=True,
    ),
    Step(
        "partners",
        Group.WHO,
        "Partners",
        "Who takes part?",
        "Each organisation that decides about the information signs. One that only works on it for another does not.",
    ),
    Step(
        "arrangement",
        Group.WHO,
        "Joint controllers",
        "How do the joint controllers divide their duties?",
        "Where two bodies decide together, UK GDPR Article 26 wants it written down who does what, and people may ask "
        "to see the essence of it.",
        "joint_arrangement",
    ),
    Step(
        "information",
        Group.DATA,
        "Information",
        "What information is shared?",
        "Health, beliefs, origin, sex life, biometric and trade union information, and offences, need more law.",
    ),
    Step(
        "people",
        Group.DATA,
        "People",
        "Who is it about?",
        "People have rights only if we know who they are.",
        "data_subjects",
    ),
    Step(
        "law",
        Group.LAW,
        "Legal basis",
        "On what legal basis does each party share?",
        "Each party needs its own. An agreement is good practice; the power to share comes from the law.",
    ),
    Step(
        "flows",
        Group.HOW,
        "What moves",
        "What moves from whom to whom, how, and how often?",
        "So that both ends expect the same thing, and somebody notices when it stops.",
    ),
    Step(
        "keeping",
        Group.CARE,
        "How long it is kept",
        "How long is it kept, and how is it disposed of?",
        "Keeping it longer than the purpose needs is against the law.",
        "retention",
    ),
    Step(
        "security",
        Group.CARE,
        "Security",
        "How is it kept safe?",
        "Most incidents are a wrong address or a lost paper, not an attack.",
        "security",
    ),
    Step(
        "rights",
        Group.CARE,
        "People's rights",
        "What happens when somebody asks about their information?",
        "The partner that is asked must know whom to tell and by when.",
        "individual_rights",
    ),
    Step(
        "may-share",
        Group.PRACTICE,
        "You may share",
        "What may people share? One item a line",
        "The list that practitioners look at before they pick up the telephone.",
        "may_share",
    ),
    Step(
        "do-not-share",
        Group.PRACTICE,
        "Do not share",
        "What must they not share? One item a line",
        "Clear limits make people braver within them.",
        "do_not_share",
        optional=True,
    ),
    Step(
        "how-to-share",
        Group.PRACTICE,
        "How to share it safely",
        "How do they share it safely?",
        "One or two sentences that a busy person can follow.",
        "how_to_share",
    ),
    Step(
        "contacts",
        Group.LATER,
        "Who to ring",
        "Whom do people ring?",
        "A role and a number. Not signed: it can change without asking anybody to sign again.",
    ),
    Step(
        "review",
        Group.LATER,
        "Review",
        "When do you look at it again?",
        "So that it does not grow old unnoticed. The date is not signed and can be moved.",
    ),
    Step(
        "visibility",
        Group.LATER,
        "Who may read it",
        "Who may read it once it is in force?",
        "Until then only you, those you work with and those you ask can see it.",
        optional=True,
    ),
)
BY_KEY = {step.key: step for step in STEPS}
BY_TEXT = {step.text: step for step in STEPS if step.text}
