"""What the tests of the port find: entries that every engine is filled with, and short ways to ask."""

from datetime import UTC, datetime

from search.ports import Entry, Query, Results, SearchEngine, Segments, Synonym

MEMBERS, PARTY, NOBODY = frozenset({"members"}), frozenset({"members", "party:1"}), frozenset[str]()
NOW = datetime(2026, 11, 1, tzinfo=UTC)
AGREEMENT = ("dsa", "data sharing agreement")
SYNONYMS = (
    Synonym("dsa", AGREEMENT),
    Synonym("data sharing agreement", AGREEMENT),
    Synonym("mash", ("multi-agency safeguarding hub",)),
    Synonym("SET", ("Southend, Essex and Thurrock",), case_sensitive=True),
    Synonym("Prevent", ("Channel panel",), case_sensitive=True),
    Synonym("IG", ("information governance",), case_sensitive=True),
    Synonym("IT", ("information technology",), case_sensitive=True),
    Synonym("permission", ("consent",), case_sensitive=True),
)


def entry(key: str, title: str, body: str = "", version: int = 1, **more: object) -> Entry:
    values = {"kind": "guidance", "url": "/", "audience": MEMBERS} | more
    return Entry(key=key, version=version, title=title, body=body, **values)  # type: ignore[arg-type]


def day(year: int, month: int, of_month: int) -> datetime:
    return datetime(year, month, of_month, tzinfo=UTC)


SEED = [
    entry(
        "page:1",
        "Data sharing agreements: a guide",
        "When partners share data they write an agreement.",
        topic=("sharing",),
    ),
    entry("page:2", "How to review a DSA", "Check the legal gateway & the <b>retention</b> period.", topic=("review",)),
    entry("page:3", "Café visits by the fraud team", "Officers visit premises.", kind="story", topic=("fraud",)),
    entry(
        "page:4",
        "Consultation on safeguarding",
        "A multi-agency safeguarding hub shares information.",
        kind="news",
        published=day(2026, 10, 20),
        topic=("safeguarding", "sharing"),
    ),
    entry(
        "page:5",
        "Consultation on safeguarding",
        "A multi-agency safeguarding hub shares information.",
        kind="news",
        published=day(2019, 10, 20),
        topic=("safeguarding",),
    ),
    entry(
        "isp:9",
        "Zeppelin witness protocol",
        "Zeppelin data sharing agreement for protected witnesses.",
        kind="isp",
        audience=frozenset({"party:1"}),
        topic=("witness",),
        sector=("justice",),
        status=("in_force",),
        partner=("police",),
        published=day(2024, 5, 1),
    ),
    entry("page:6", "Nobody sees this", "Agreement draft", audience=frozenset()),
]

# A word in each field of an entry that only one party may find.
CANARIES = {
    "title": "quokkafield",
    "headings": "numbatfield",
    "summary": "dibblerfield",
    "body": "bandicootfield",
    "attachment": "potoroofield",
}
FACET_CANARIES = {name: (f"{name}-of-the-hidden",) for name in ("topic", "sector", "partner", "status")}
HIDDEN = entry(
    "isp:77", kind="isp", published=day(1987, 1, 1), audience=frozenset({"party:1"}), **CANARIES, **FACET_CANARIES
)

LONG = "A sentence that says little. " * 3000 + "The pelican is at the end."
WORDS = [
    entry("page:7", "Sharing a car", "Data on agreement of journeys"),
    entry("page:11", "SET procedures", "What we agreed."),
    entry("page:12", "A set of forms", "For everyone."),
    entry("page:13", "Area arrangements", "Southend, Essex and Thurrock work together."),
    entry("page:14", "How to prevent fraud", "Ask early."),
    entry("page:15", "Channel panel", "Duty."),
    entry("page:16", "Consent", "When to ask."),
    entry("page:17", "\x02Forged\x03 heron", "\x02heron\x03 again"),
    entry("page:18", "Who can do what", "When we ask."),
    entry("page:19", "Sharing with the police", ""),
    entry("page:20", "Other full reviews", "Shared with older neighbours."),
    entry("page:21", "Lists", "Names of trams.", summary="What trams are for."),
    entry("page:22", "The IG lead", "Who signs."),
    entry("page:23", "Annual minutes", "See the file.", attachment="The walrus programme was agreed in <i>March</i>."),
    entry("page:24", "Walrus notes", "Short.", attachment="The walrus programme again."),
    entry("page:25", "A long report", LONG),
    entry("page:26", "Kingfisher nests", "Along the riverbank, and in organisations too."),
    entry("page:27", "Amber moths", "The amber lantern draws them; a moth flies at night and a bat hunts it."),
    entry("page:28", "Amber moths", "An amber moth flies at night and a bat hunts it; draws them the lantern."),
    entry("page:29", "Lodge", "Where people sleep."),
    entry("page:30", "Lodging", "Where people sleep."),
    entry("page:31", "Stone", "Quartz is one of them, and there are others."),
    entry("page:32", "Quartz", "Stone is one of them, and there are others."),
    entry("page:33", "Osprey", "A bird."),
    entry("page:34", "Osprey", "A bird.", popularity=1.0),
    entry("page:35", "IT support", "Who mends screens."),
    entry("page:36", "Information technology", "Screens; it depends."),
    entry("page:37", "Whose turn it is", "Screens are cleaned weekly."),
    *(entry(f"page:{n}", "Identical marmot", "The same words.") for n in (44, 41, 43, 42)),
]
UNICODE = [
    entry("page:50", "N\u0303andu\u0301 crossing", "Letters that are put together."),
    entry("page:51", "\u0130stanbul office", "A capital with a dot."),
    entry("page:52", "Wind\u00admill and tele\u200bscope", "Signs without width."),
    entry("page:53", "Flood\u00a0plain map", "A space that does not break."),
    entry("page:54", "case_file_notes", "Joined by low lines."),
    entry("page:55", "O\u2019Brien\u2019s mill", "With curly quotes."),
    entry("page:56", "\U0001f989 owlery", "With an owl."),
    entry("page:57", "Budget 2026/27: \u00a31.5m", "Figures."),
]
ORDERED = [
    entry("page:60", "cherry", topic=("order",), published=day(2025, 3, 1)),
    entry("page:61", "\u201cBanana\u201d bread", topic=("order",), published=day(2026, 3, 1)),
    entry("page:62", "\u00c4pfel", topic=("order",)),
    entry("page:63", "apple tarts", topic=("order",), published=datetime(2025, 12, 31, 23, 30, tzinfo=UTC)),
    entry("page:64", "Apple", topic=("order",), published=day(2025, 3, 1)),
]
FACETED = [
    entry(
        f"isp:{n}",
        f"Meerkat {n}",
        kind="isp" if n < 84 else "dataset",
        topic=("meerkats",),
        sector=(sector,),
        partner=partners,
        status=(status,),
        published=day(year, 6, 1),
    )
    for n, sector, partners, status, year in (
        (80, "health", ("trust", "council"), "in_force", 2024),
        (81, "health", ("trust",), "lapsed", 2025),
        (82, "police", ("force",), "in_force", 2025),
        (83, "council", ("council",), "in_force", 2026),
        (84, "council", ("council", "trust"), "lapsed", 2026),
    )
]
WORLD = [*SEED, HIDDEN, *WORDS, *UNICODE, *ORDERED, *FACETED]


def find(engine: SearchEngine, text: str, tokens: frozenset[str] = MEMBERS, **more: object) -> Results:
    return engine.search(Query(text, tokens, now=NOW, **more))  # type: ignore[arg-type]


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


def found(engine: SearchEngine, text: str, tokens: frozenset[str] = MEMBERS, **more: object) -> list[str]:
    return keys(find(engine, text, tokens, **more))


def marked(segments: Segments) -> list[str]:
    return [text for text, match in segments if match]


def plain(segments: Segments) -> str:
    return "".join(text for text, _ in segments)


def complete(engine: SearchEngine, prefix: str, tokens: frozenset[str] = MEMBERS, **more: object) -> list[str]:
    return [key for key, _ in engine.complete(Query(prefix, tokens, **more))]  # type: ignore[arg-type]


def suggest(engine: SearchEngine, text: str, tokens: frozenset[str] = MEMBERS, **more: object) -> str | None:
    """The correction of a text, which a search that asks for one brings along as well."""
    alone = engine.suggest(Query(text, tokens, **more))  # type: ignore[arg-type]
    along = engine.search(Query(text, tokens, suggest=True, **more)).suggestion  # type: ignore[arg-type]
    assert along == (alone or "")
    assert engine.search(Query(text, tokens, **more)).suggestion == ""  # type: ignore[arg-type]
    return alone
