"""The questions of a review, one a page, and what each answer leads to. Pure: no rows, no requester."""

from dataclasses import dataclass
from enum import StrEnum


class Leads(StrEnum):
    """What an answer leads to, the weightiest last but one: a note keeps the review open until it is settled."""

    NOTHING = "nothing"
    SCHEDULE = "schedule"
    WORDS = "words"
    NOTE = "note"
    VERSION = "version"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    leads: Leads
    hint: str = ""
    asks_why: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is part of the page's address. `sections`: the parts of the text that it is about, shown beside it."""

    key: str
    title: str
    hint: str
    error: str
    options: tuple[Option, ...]
    short: str  # as the check page asks it
    sections: tuple[str, ...] = ()

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)


WORDS_HINT = "We send partners an amendment notice. They have 28 days to object, and nobody signs again"
VERSION_HINT = "This makes a new version, and every partner signs again"
NOTE_HINT = "Your note goes to the core team and the lead partner. The review stays open until it is settled"
UNSURE = Option("unsure", "I am not sure", Leads.NOTE, NOTE_HINT, asks_why=True)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "used",
        "Is this agreement still used?",
        "Think of the last year: has anybody shared anything under it, or would they need to?",
        "Choose whether it is still used",
        (
            Option("yes", "Yes", Leads.NOTHING),
            Option("no", "No, nobody needs it any more", Leads.RETIRE, "Next we ask from when, and why"),
            UNSURE,
        ),
        "Is it still used?",
        ("summary", "expected_benefit"),
    ),
    Question(
        "purpose",
        "Is the purpose still the same?",
        "What the sharing is for, and why it is needed.",
        "Choose whether the purpose is still the same",
        (
            Option("yes", "Yes", Leads.NOTHING),
            Option("words", "Yes, but it should be said better", Leads.WORDS, WORDS_HINT),
            Option("other", "No, we share for another purpose too", Leads.VERSION, VERSION_HINT, asks_why=True),
            UNSURE,
        ),
        "Is the purpose the same?",
        ("purpose", "necessity"),
    ),
    Question(
        "parties",
        "Are the right partners in it?",
        "Bodies merge, end and change their names. Services move from one to another.",
        "Choose whether the right partners are in it",
        (
            Option("yes", "Yes", Leads.NOTHING),
            Option(
                "join",
                "One should join, or has left",
                Leads.NOTE,
                "A partner joins or leaves by itself: nobody else signs again. " + NOTE_HINT,
                asks_why=True,
            ),
            Option("part", "A partner’s part is another one now", Leads.VERSION, VERSION_HINT, asks_why=True),
            UNSURE,
        ),
        "Are the partners right?",
    ),
    Question(
        "data",
        "Is every item of information still needed?",
        "Share no more than the purpose needs.",
        "Choose whether every item is still needed",
        (
            Option("yes", "Yes, all of it", Leads.NOTHING),
            Option("less", "No, we can share less", Leads.WORDS, WORDS_HINT),
            Option("more", "We need something more", Leads.VERSION, VERSION_HINT, asks_why=True),
            UNSURE,
        ),
        "Is every item needed?",
        ("data_items", "data_subjects", "retention"),
    ),
    Question(
        "law",
        "Does the law still allow it in the same way?",
        "Look at each partner’s lawful basis and legal gateway, and at what has changed since the last review.",
        "Choose whether the law still allows it in the same way",
        (
            Option("yes", "Yes", Leads.NOTHING),
            Option("note", "Something changed, and somebody should look at it", Leads.NOTE, NOTE_HINT, asks_why=True),
            Option("other", "We rely on another law or basis now", Leads.VERSION, VERSION_HINT, asks_why=True),
            UNSURE,
        ),
        "Does the law still allow it?",
    ),
    Question(
        "dpia",
        "Is the data protection impact assessment (DPIA) up to date?",
        "It should describe what is shared today, with whom, and how it is kept safe.",
        "Choose whether the DPIA is up to date",
        (
            Option("yes", "Yes", Leads.NOTHING),
            Option("none", "None is needed", Leads.NOTHING, "Say why, so that the next reviewer knows", asks_why=True),
            Option("old", "No, it has to be brought up to date", Leads.NOTE, NOTE_HINT, asks_why=True),
            UNSURE,
        ),
        "Is the DPIA up to date?",
        ("security", "individual_rights"),
    ),
    Question(
        "contacts",
        "Are the contacts and the people right?",
        "Who to ring, and who looks after the agreement.",
        "Choose whether the contacts are right",
        (
            Option("yes", "Yes", Leads.NOTHING),
            Option(
                "change",
                "No, something has to be put right",
                Leads.SCHEDULE,
                "Next you can change them. They are not signed, so it counts at once",
            ),
            UNSURE,
        ),
        "Are contacts and people right?",
    ),
    Question(
        "flows",
        "How does the sharing go in practice?",
        "What moves, how, and how often: is it as the agreement says?",
        "Choose how the sharing goes in practice",
        (
            Option("yes", "As the agreement says", Leads.NOTHING),
            Option("words", "Well, but the words should describe it better", Leads.WORDS, WORDS_HINT),
            Option("late", "Late, incomplete or not at all", Leads.NOTE, NOTE_HINT, asks_why=True),
            UNSURE,
        ),
        "How does it go in practice?",
        ("may_share", "do_not_share", "how_to_share"),
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}
WORDS, SCHEDULE, NEXT, RETIRE, CHECK = "words", "contacts-change", "next", "retire", "check"


def leads_of(answers: dict[str, dict[str, str]]) -> set[Leads]:
    """What the given answers lead to: {question key: {"value", "why"}}."""
    found = set()
    for key, question in BY_KEY.items():
        option = question.option(answers.get(key, {}).get("value", ""))
        if option is not None:
            found.add(option.leads)
    return found


def steps_of(answers: dict[str, dict[str, str]]) -> list[str]:
    """The pages of this review in their order: after an answer that ends it, the others need not be asked."""
    leads = leads_of(answers)
    if Leads.RETIRE in leads:
        return ["used", RETIRE]
    after = [WORDS] if Leads.WORDS in leads else []
    after += [SCHEDULE] if Leads.SCHEDULE in leads else []
    return [*BY_KEY, *after, NEXT]


def problem_of(question: Question, answer: dict[str, str]) -> dict[str, str]:
    """{field: message} of what is wrong with one answer; empty where it may stand."""
    option = question.option(answer.get("value", ""))
    if option is None:
        return {"value": question.error}
    if option.asks_why and not answer.get("why", "").strip():
        return {"why": "Say in a few words what it is about"}
    if len(answer.get("why", "")) > 2000:
        return {"why": "Make this shorter: 2,000 characters at most"}
    return {}
