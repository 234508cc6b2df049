"""The lists that a saved query may take without GraphQL: plain words for each column, and where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.core.errors import BadInput

PAGE = "dataPage"  # the variable by which we page
MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One column: `path` of GraphQL fields below an item ("lead.name")."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One argument of the list. `kind` is Boolean or String."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: the field by which an item is known for good, its columns and filters.

    `root` is the list's field, unless it is called so itself. `apart` leads to a list inside an item whose rows are
    ours, each known by the item and by `inner` ("version.parties.partner.slug").
    """

    name: str
    label: str
    about: str
    key: str
    columns: tuple[Choice, ...]
    filters: tuple[Filter, ...] = ()
    root: str = ""
    apart: str = ""
    inner: str = ""


def _columns(*pairs: str) -> tuple[Choice, ...]:
    return tuple(Choice(*pair.split(": ", 1)) for pair in pairs)


WORDS = Filter("text", "Only where these words are found", "String")
OF_AGREEMENTS = (
    Filter("mine", "Only agreements that your organisation leads or takes part in", "Boolean"),
    Filter("lead", "Only agreements led by this organisation (its short name)", "String"),
    Filter("party", "Only agreements in which this organisation takes part (its short name)", "String"),
    WORDS,
)
LISTS = {
    listed.name: listed
    for listed in (
        Listed(
            "isps",
            "Agreements (ISPs)",
            "One row for each agreement that your organisation may see.",
            "reference",
            _columns(
                "reference: Reference",
                "title: Title",
                "statusLabel: Status",
                "lead.name: Lead organisation",
                "nextReview: Next review",
                "partyCount: Number of parties",
                "coveredCount: Parties that have signed",
                "kindLabel: Kind",
                "theme.name: Theme",
                "lead.slug: Lead organisation’s short name",
                "startsOn: Starts",
                "endsOn: Ends",
                "summary: Summary",
                "version.number: Version",
                "version.inForceFrom: In force from",
                "version.purpose: Purpose",
                "version.dataItems.name: Data items",
                "version.parties.partner.name: Parties",
            ),
            OF_AGREEMENTS,
        ),
        Listed(
            "parties",
            "Who takes part in which agreement",
            "One row for each organisation in each agreement, with whether it has signed.",
            "reference",
            _columns(
                "version.parties.partner.name: Organisation",
                "title: Agreement",
                "statusLabel: Status of the agreement",
                "version.parties.roleLabel: Part",
                "version.parties.coverageLabel: Whether it is covered",
                "version.parties.coveredSince: Covered since",
                "reference: Reference",
                "lead.name: Lead organisation",
                "version.number: Version",
                "version.parties.partner.slug: Organisation’s short name",
                "version.parties.partner.sector.label: Sector",
                "version.parties.askedOn: Asked to sign on",
                "version.parties.signedBy.decisionLabel: What it decided",
                "version.parties.signedBy.signedOn: Signed on",
                "version.parties.isEssential: Without it nothing starts",
                "version.parties.serviceArea: Service there",
                "version.parties.joinedOn: Joined on",
                "version.parties.leftOn: Left on",
                "nextReview: Next review",
            ),
            OF_AGREEMENTS,
            root="isps",
            apart="version.parties",
            inner="version.parties.partner.slug",
        ),
        Listed(
            "flows",
            "What is sent to whom, and whether it arrives",
            "One row for each flow of data in each agreement. A new version of an agreement brings new rows.",
            "reference",
            _columns(
                "version.flows.items: What is sent",
                "version.flows.sender.name: From",
                "version.flows.recipient.name: To",
                "version.flows.requiredEvery: How often",
                "version.flows.lastArrivedOn: Last arrived",
                "version.flows.nextDueOn: Next due",
                "version.flows.statusLabel: Whether it is on time",
                "title: Agreement",
                "reference: Reference",
                "statusLabel: Status of the agreement",
                "version.flows.sender.slug: Sender’s short name",
                "version.flows.recipient.slug: Recipient’s short name",
                "version.flows.dataset.title: Dataset",
                "version.flows.method: How it is sent",
                "version.flows.format: Format",
                "version.flows.frequencyRequired: How often, in the agreement’s words",
                "version.flows.frequencyActual: How often it comes in fact",
            ),
            OF_AGREEMENTS,
            root="isps",
            apart="version.flows",
            inner="version.flows.id",
        ),
        Listed(
            "partners",
            "Organisations",
            "One row for each organisation of the register.",
            "slug",
            _columns(
                "name: Name",
                "slug: Short name",
                "sector.label: Sector",
                "membershipLabel: Membership",
                "joinedOn: Joined on",
                "existenceLabel: Whether it still exists",
                "organisationType: Kind of organisation",
                "area: Area",
                "website: Website",
                "parent.name: Belongs to",
            ),
            (WORDS,),
        ),
        Listed(
            "datasets",
            "Datasets",
            "One row for each set of data that partners say they hold.",
            "slug",
            _columns(
                "title: Title",
                "holder.name: Holder",
                "holder.slug: Holder’s short name",
                "description: Description",
                "categories: Categories",
                "sensitivityLabel: Sensitivity",
                "coverage: Coverage",
                "format: Format",
                "updateFrequency: How often it is updated",
                "howToRequest: How to ask for it",
                "openDataUrl: Open data address",
                "lastConfirmedOn: Confirmed on",
                "isps.reference: Agreements that use it",
            ),
            (WORDS,),
        ),
        Listed(
            "legalGateways",
            "Laws that let us share",
            "One row for each legal gateway.",
            "slug",
            _columns(
                "act: Act",
                "provision: Provision",
                "title: Title",
                "state: State",
                "year: Year",
                "inForceFrom: In force from",
                "inForceTo: In force until",
                "whatItDoes: What it does",
                "who: Who may use it",
                "sourceUrl: Source",
                "isps.reference: Agreements that rest on it",
            ),
            (WORDS,),
        ),
        Listed(
            "benefits",
            "Benefits",
            "One row for each benefit of sharing that a source gives.",
            "id",
            _columns(
                "title: Title",
                "initiative: Initiative",
                "type: Kind",
                "amount: Amount",
                "unit: Unit",
                "period: Period",
                "partnersText: Partners",
                "source: Source",
                "sourceUrl: Source’s address",
            ),
        ),
        Listed(
            "events",
            "Events",
            "One row for each event that your organisation may see.",
            "id",
            _columns(
                "title: Title",
                "kind: Kind",
                "startsAt: Begins",
                "endsAt: Ends",
                "place: Place",
                "hostPartner.name: Host",
                "summary: Summary",
                "path: Page on this site",
            ),
            (Filter("upcoming", "Only events of today and later", "Boolean"),),
        ),
        Listed(
            "guidanceItems",
            "Guidance",
            "One row for each page of guidance.",
            "id",
            _columns(
                "title: Title",
                "summary: Summary",
                "issuer: From",
                "authority: How binding it is",
                "supportLevel: How well it is supported",
                "edition: Edition",
                "editionOn: Edition of",
                "reviewOn: Looked at again on",
                "topics.name: Topics",
                "sectors.label: Sectors",
                "sourceUrl: Source",
                "sourceCheckedOn: Source checked on",
                "path: Page on this site",
            ),
            (WORDS, Filter("includeSuperseded", "Also guidance that has been replaced", "Boolean")),
        ),
        Listed(
            "horizonItems",
            "Changes ahead",
            "One row for each change of law or practice that is coming.",
            "id",
            _columns(
                "title: Title",
                "summary: Summary",
                "keyDate: Date",
                "keyDateMeans: What happens then",
                "stage: Stage",
                "likelihood: How likely",
                "effect: How large",
                "soWhat: What it means for us",
                "actionNeeded: What to do",
                "topics.name: Topics",
                "sectors.label: Sectors",
                "affectedIsps.reference: Agreements that it touches",
                "sourceUrl: Source",
                "path: Page on this site",
            ),
            (Filter("ahead", "Only what is still to come", "Boolean"),),
        ),
        Listed(
            "threads",
            "Questions and answers of the community",
            "One row for each thread of an open space, without names of people.",
            "number",
            _columns(
                "title: Title",
                "space.name: Space",
                "kindLabel: Kind",
                "isAnswered: Answered",
                "createdAt: Begun",
                "answeredAt: Answered at",
                "lastPostAt: Last reply",
                "replyCount: Replies",
                "topics.name: Topics",
                "path: Page on this site",
            ),
            (Filter("answered", "Only those that have an answer", "Boolean"),),
        ),
        Listed(
            "consultations",
            "Consultations",
            "One row for each draft on which members are asked for their view.",
            "id",
            _columns(
                "title: Title",
                "summary: Summary",
                "kindLabel: Kind",
                "stateLabel: State",
                "opensOn: Opens",
                "closesOn: Closes",
                "commentCount: Comments",
                "topics.name: Topics",
                "path: Page on this site",
            ),
        ),
    )
}


def check_choice(list_name: str, columns: Iterable[str], filters: Mapping[str, Any]) -> Listed:
    """The list that is meant. Raises BadInput with `fields` for a list, column or filter that there is not."""
    found = LISTS.get(list_name)
    if found is None:
        raise BadInput("There is no such list.", fields={"list": ["Choose a list"]})
    known, wanted = {choice.path for choice in found.columns}, list(columns)
    if not wanted or len(wanted) > MOST_COLUMNS or not set(wanted) <= known or len(set(wanted)) != len(wanted):
        raise BadInput("Choose columns of the list.", fields={"columns": ["Choose at least one column"]})
    kinds = {one.name: bool if one.kind == "Boolean" else str for one in found.filters}
    for name, value in filters.items():
        if name not in kinds or not isinstance(value, kinds[name]) or (isinstance(value, str) and len(value) > 200):
            raise BadInput("There is no such filter.", fields={"filters": ["Look at the filters again"]})
    return found


def text_of(listed: Listed, columns: Iterable[str], filters: Mapping[str, Any]) -> str:
    """The GraphQL text of a choice; values of filters go as variables, never into the text."""
    tree: dict[str, Any] = {listed.key: {}}
    for path in (*columns, *([listed.inner] if listed.inner else [])):
        branch = tree
        for part in path.split("."):
            branch = branch.setdefault(part, {})
    kinds = {one.name: one.kind for one in listed.filters}
    heads = "".join(f", ${name}: {kinds[name]}" for name in filters)
    arguments = "".join(f", {name}: ${name}" for name in filters)
    field = f"{listed.root or listed.name}(page: ${PAGE}, pageSize: 100{arguments})"
    return f"query (${PAGE}: Int{heads}) {{ {field} {{ totalCount items {_selection(tree)} }} }}"


def _selection(tree: Mapping[str, Any]) -> str:
    parts = [f"{name} {_selection(below)}" if below else name for name, below in tree.items()]
    return "{ " + " ".join(parts) + " }"
