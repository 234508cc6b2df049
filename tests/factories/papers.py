"""Old agreements as they lie in drawers, made by code with what they truly say: text, tables, scans, two languages,
broken ones. Every organisation and person in them is invented."""

import datetime
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import docx as python_docx
import pypdfium2
import typst
from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter

from cms.snippets.models import Partner, PartnerAlias, Succession, Theme
from tests.factories.registers import make_partner

BODIES = (
    ("Colne Vale District Council", ("alias", "Colne Vale"), ("abbreviation", "CVDC"),
     ("former_name", "Colne Rural District Council")),
    ("Eastmarsh Fire and Rescue Authority", ("alias", "Eastmarsh Fire Service"), ("abbreviation", "EFRA")),
    ("Eastmarsh County Council", ("abbreviation", "EMCC"), ("alias", "Cyngor Sir Eastmarsh")),
    ("Chief Constable of Eastmarsh", ("alias", "Eastmarsh Police"), ("alias", "Heddlu Eastmarsh")),
    ("Harbour Homes Limited", ("alias", "Harbour Homes")),
    ("Saltings, Dunes and Estuary Partnership NHS Foundation Trust", ("abbreviation", "SDEP")),
    ("Northmere Borough Council", ("former_name", "Northmere Urban District Council")),
    ("Quayside Academy Trust",),
    ("Wender Valley Housing Association", ("alias", "Wender Homes")),
    ("Eastmarsh and Northmere Integrated Care Board", ("abbreviation", "ENICB"), ("former_name", "Eastmarsh CCG")),
    ("Lantern Street Charity", ("alias", "Lantern Street")),
    ("Port Ellery Town Council",),
    ("University of Eastmarsh", ("alias", "Prifysgol Eastmarsh")),
    ("Eastmarsh Probation Service",),
)  # fmt: skip
DIVIDED = "Old Marsh Joint Health Authority"  # ended; several bodies took over, so a person must choose
UNKNOWN = ("Harbour Housing Group", "Wendor Valley Housing Asociation", "Brightwater Advice Centre",
           "Northmere Town Trust", "Estuary Friends Society")  # fmt: skip
SUBJECTS = (
    "empty homes", "licensing and the night-time economy", "young people missing from home",
    "fly-tipping on common land", "hospital discharge", "school admissions and attendance", "rough sleepers in winter",
    "domestic abuse case conferences",
    "flood rescue of vulnerable residents", "blue badge checks", "tenancy fraud", "resettlement from prison",
    "troubled families programme", "safeguarding adults reviews", "community safety partnership data",
)  # fmt: skip
THEMES = ("Community safety", "Housing", "Health and care")
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WELSH = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
FILLER = (
    "Each party will give only what the purpose needs, and will keep a record of each request and of the answer.",
    "Requests are answered within five working days. Urgent ones go to the duty officer by telephone.",
    "The Data Protection Act 2018, which started on 25 May 2018, and the Crime and Disorder Act 1998 apply.",
    "Copies of this document may be asked for by the regulator. Its guidance of 17 December 2020 was read.",
    "Staff of the parties are trained before they use the arrangement, and again every second year.",
    "Information is kept for six years after the last contact and is then destroyed in a secure way.",
)  # fmt: skip


@dataclass
class Truth:
    """What the paper truly says. `unknown` are names printed as parties that no rule of the register resolves."""

    title: str = ""
    parties: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    lead: str = ""
    reference: str = ""
    theme: str = ""
    signed_on: str = ""
    starts_on: str = ""
    ends_on: str = ""
    review_on: str = ""
    readable: bool = True


@dataclass
class OldPaper:
    name: str
    content: bytes
    truth: Truth
    kind: str
    needs_reader: bool = False  # only Tesseract can read it


class Register:
    """The partners and themes that the papers speak of."""

    def __init__(self) -> None:
        self.printed: dict[str, list[str]] = {}
        for name, *others in BODIES:
            partner = make_partner(slug=_slug(name), name=name)
            self.printed[partner.slug] = [name]
            for kind, other in others:
                PartnerAlias.objects.create(partner=partner, name=other, kind=kind)
                self.printed[partner.slug].append(other)
        old = make_partner(slug="old-marsh", name=DIVIDED, existence=Partner.Existence.REPLACED, was_divided=True)
        for name in ("Northmere Borough Council", "Eastmarsh County Council"):
            Succession.objects.create(predecessor=old, successor=Partner.objects.get(name=name), on="2019-04-01")
        for name in THEMES:
            Theme.objects.get_or_create(name=name, defaults={"slug": _slug(name)})


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())[:100]


def make_papers(register: Register, count: int, seed: int = 7) -> list[OldPaper]:
    """The same papers for the same seed: every fourth a scan, some in Welsh and French, some broken."""
    return [_make(register, number, random.Random(seed * 1000 + number)) for number in range(count)]


def _make(register: Register, n: int, rng: random.Random) -> OldPaper:
    kinds = ("text", "table", "scan", "word", "text", "broken", "scan-photo", "table", "word", "scan-turned",
             "text", "list", "scan-poor", "list", "blank")  # fmt: skip
    kind = kinds[n % len(kinds)]
    language = {4: "cy", 10: "fr", 19: "cy", 25: "fr", 34: "cy", 40: "fr", 55: "fr"}.get(n, "en")
    truth = _truth(register, n, rng, language)
    lines = LAYOUTS["table" if kind == "table" else "list" if kind == "list" else _layout(n, language)](
        truth, rng, register
    )
    name = f"{rng.choice(['ISA', 'DSA', 'agreement', 'scan'])}_{n:03}_final{rng.choice(['', ' SIGNED', ' v2'])}"
    if kind == "broken":
        return _broken(name, lines, n, truth)
    if kind == "blank":
        blank = Truth(readable=False)
        return OldPaper(f"{name}.pdf", scan_pdf(raster(typeset([("p", "")])), rng, 0), blank, kind, True)
    if kind == "word":
        return OldPaper(f"{name}.docx", _word(lines), truth, kind)
    pdf = typeset(lines)
    if not kind.startswith("scan"):
        return OldPaper(f"{name}.pdf", pdf, truth, kind)
    pictures = raster(pdf)
    if kind == "scan-photo":
        return OldPaper(f"{name}.jpg", _photo(pictures[0], rng), truth, kind, True)
    turn = {"scan": 0, "scan-turned": rng.choice([90, 180]), "scan-poor": 0}[kind]
    return OldPaper(f"{name}.pdf", scan_pdf(pictures, rng, turn, poor=kind == "scan-poor"), truth, kind, True)


def _truth(register: Register, n: int, rng: random.Random, language: str) -> Truth:
    subject = SUBJECTS[n % len(SUBJECTS)]
    title = {"cy": f"Cytundeb rhannu gwybodaeth: {subject}", "fr": f"Protocole d'échange de données: {subject}"}.get(
        language
    ) or rng.choice(
        [
            f"Information sharing agreement: {subject}",
            f"Information sharing protocol for {subject}",
            f"Data sharing agreement about {subject}",
            f"{subject.capitalize()}: information sharing protocol",
        ]  # fmt: skip
    )
    parties = rng.sample(sorted(register.printed), rng.randint(2, 5))
    signed = datetime.date(rng.randint(2012, 2024), rng.randint(1, 12), rng.randint(1, 28))
    start = signed + datetime.timedelta(days=rng.randint(3, 40))
    end = start.replace(year=start.year + 3, day=min(start.day, 28))
    return Truth(
        title=title,
        parties=set(parties),
        lead=parties[0],
        reference=f"EM/{rng.randint(100, 999)}" if rng.random() < 0.6 else "",
        signed_on=signed.isoformat(),
        starts_on=start.isoformat() if rng.random() < 0.7 else "",
        ends_on=end.isoformat() if rng.random() < 0.5 else "",
        review_on=f"{start.year + 1}-{start.month:02}" if rng.random() < 0.6 else "",
    )


def _written(iso: str, language: str, rng: random.Random) -> str:
    """A date as people print it."""
    parts = [int(part) for part in iso.split("-")]
    names = {"cy": WELSH, "fr": FRENCH}.get(language, ENGLISH)
    if len(parts) == 2:
        return f"{names[parts[1] - 1]} {parts[0]}"
    year, month, day = parts
    if language != "en":
        return f"{day} {names[month - 1]} {year}"
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return rng.choice([f"{day} {names[month - 1]} {year}", f"{day}{ending} {names[month - 1]} {year}",
                       f"{day:02}/{month:02}/{year}", f"{day}.{month}.{year}", iso])  # fmt: skip


def _names(truth: Truth, rng: random.Random, register: Register) -> list[str]:
    """The parties as printed, lead first; sometimes one that no rule resolves, which `truth` then says."""
    found = [rng.choice(register.printed[slug]) for slug in (truth.lead, *sorted(truth.parties - {truth.lead}))]
    if rng.random() < 0.5:
        odd = rng.choice([*UNKNOWN, DIVIDED])
        truth.unknown.add(odd)
        found.append(odd)
    return found


Lines = list[tuple[str, Any]]  # ("h1" | "h2" | "p" | "li", text) or ("table", rows)


def _clause(truth: Truth, rng: random.Random, register: Register) -> Lines:
    names = _names(truth, rng, register)
    lines: Lines = [("h1", truth.title)]
    if truth.reference:
        lines.append(("p", f"Reference: {truth.reference}"))
    lines.append(("p", f"This agreement is made between {', '.join(names[:-1])} and {names[-1]} (“the parties”)."))
    lines += [("p", f"Lead organisation: {names[0]}"), ("h2", "1. Purpose")]
    lines += [("p", text) for text in rng.sample(FILLER, 3)]
    lines.append(
        ("p", "Quayside Cycle Club is not a party and receives nothing. The police may also ask the regulator.")
    )
    lines.append(("h2", "2. How long it lasts"))
    if truth.starts_on:
        lines.append(("p", f"It takes effect on {_written(truth.starts_on, 'en', rng)}."))
    if truth.ends_on:
        lines.append(("p", f"Unless renewed it ends on {_written(truth.ends_on, 'en', rng)}."))
    if truth.review_on:
        lines.append(("p", f"The next review is due in {_written(truth.review_on, 'en', rng)}."))
    lines += [
        ("h2", "3. Signatures"),
        ("p", f"Signed for and on behalf of the parties on {_written(truth.signed_on, 'en', rng)}."),
    ]
    return lines


def _table(truth: Truth, rng: random.Random, register: Register) -> Lines:
    names = _names(truth, rng, register)
    rows = [("Title", truth.title), ("Reference:", truth.reference or "none yet"), ("Lead organisation", names[0])]
    dates = (("Start date", truth.starts_on), ("End date", truth.ends_on), ("Review date", truth.review_on))
    rows += [(label, _written(value, "en", rng)) for label, value in dates if value]
    theme = rng.choice(["", *THEMES])
    if theme:
        truth.theme = _slug(theme)
        rows.append(("Theme", theme))
    signers = [("Organisation", "Signed on")] + [(name, _written(truth.signed_on, "en", rng)) for name in names]
    lines: Lines = [("table", rows), ("h2", "Parties")]
    lines += [("li", name) for name in names]
    lines += [("h2", "What is shared"), *[("p", text) for text in rng.sample(FILLER, 2)]]
    return [*lines, ("h2", "Signatures"), ("table", signers)]


def _list(truth: Truth, rng: random.Random, register: Register) -> Lines:
    names = _names(truth, rng, register)
    lines: Lines = [("h1", truth.title), ("p", "Version 2, printed by the core team on 3 March 2025")]
    if truth.reference:
        lines.append(("p", f"Ref: {truth.reference}"))
    lines += [("h2", "Parties to this agreement"), ("li", f"{names[0]} (lead)"), *[("li", name) for name in names[1:]]]
    lines += [("h2", "Background"), *[("p", text) for text in rng.sample(FILLER, 3)], ("h2", "Dates")]
    for label, value in (
        ("Commencement", truth.starts_on),
        ("Expires", truth.ends_on),
        ("Next review", truth.review_on),
    ):
        if value:
            lines.append(("p", f"{label}: {_written(value, 'en', rng)}"))
    lines.append(("p", f"Date of agreement: {_written(truth.signed_on, 'en', rng)}"))
    return lines


def _welsh(truth: Truth, rng: random.Random, register: Register) -> Lines:
    names = _names(truth, rng, register)
    truth.theme = ""
    lines: Lines = [("h1", truth.title)]
    if truth.reference:
        lines.append(("p", f"Cyfeirnod: {truth.reference}"))
    lines += [
        ("p", f"Gwneir y cytundeb hwn rhwng {', '.join(names[:-1])} a {names[-1]}."),
        ("p", f"Sefydliad arweiniol: {names[0]}"),
    ]
    lines += [("h2", "Diben"), ("p", "Mae pob parti yn rhoi'r wybodaeth sydd ei hangen yn unig.")]
    for label, value in (
        ("Dyddiad dechrau", truth.starts_on),
        ("Dyddiad gorffen", truth.ends_on),
        ("Adolygu", truth.review_on),
    ):
        if value:
            lines.append(("p", f"{label}: {_written(value, 'cy', rng)}"))
    return [*lines, ("p", f"Llofnodwyd ar {_written(truth.signed_on, 'cy', rng)}.")]


def _french(truth: Truth, rng: random.Random, register: Register) -> Lines:
    names = _names(truth, rng, register)
    lines: Lines = [("h1", truth.title)]
    if truth.reference:
        lines.append(("p", f"Référence: {truth.reference}"))
    lines += [
        ("p", f"Le présent protocole est conclu entre {', '.join(names[:-1])} et {names[-1]}."),
        ("p", f"Chef de file: {names[0]}"),
    ]
    lines += [("h2", "Objet"), ("p", "Chaque partie ne communique que les données nécessaires.")]
    for label, value in (
        ("Prend effet le", truth.starts_on),
        ("Prend fin le", truth.ends_on),
        ("Révision", truth.review_on),
    ):
        if value:
            lines.append(("p", f"{label}: {_written(value, 'fr', rng)}"))
    return [*lines, ("p", f"Fait le {_written(truth.signed_on, 'fr', rng)}.")]


LAYOUTS: dict[str, Callable[[Truth, random.Random, Register], Lines]] = {
    "clause": _clause, "table": _table, "list": _list, "cy": _welsh, "fr": _french,
}  # fmt: skip


def _layout(n: int, language: str) -> str:
    return language if language != "en" else ("clause", "list")[n // 3 % 2]


# -- files of every kind -------------------------------------------------------------------------------
def typeset(lines: Lines) -> bytes:
    out = [
        '#set page(paper: "a4", margin: 2.2cm)',
        '#set text(size: 11.5pt, font: "Liberation Sans")',
        "#set par(justify: false)",
    ]
    for kind, value in lines:
        if kind == "table":
            cells = ", ".join(f"[{_escape(cell)}]" for row in value for cell in row)
            out.append(f"#table(columns: (1fr, 2fr), {cells})")
        else:
            text = _escape(value)
            out.append({"h1": f"= {text}", "h2": f"== {text}", "li": f"- {text}", "p": f"\n{text}\n"}[kind])
    return bytes(typst.compile("\n".join(out).encode()))


def _escape(text: str) -> str:
    return "".join(f"\\{c}" if c in "#$*_`<>@[]\\~/" else c for c in text)


def _word(lines: Lines) -> bytes:
    made = python_docx.Document()
    for kind, value in lines:
        if kind == "table":
            table = made.add_table(rows=0, cols=2)
            for row in value:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = row
        elif kind in ("h1", "h2"):
            made.add_heading(value, 0 if kind == "h1" else 1)
        else:
            made.add_paragraph(value, style="List Bullet" if kind == "li" else None)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def raster(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=200 / 72, grayscale=True).to_pil().convert("L") for page in document]


def _worn(picture: Image.Image, rng: random.Random, *, poor: bool = False) -> Image.Image:
    """A little crooked, a little grey, with specks; worse where it is poor."""
    worn = picture.rotate(rng.uniform(-0.7, 0.7) * (2 if poor else 1), fillcolor=255, resample=Image.Resampling.BICUBIC)
    if poor:
        small = worn.resize((worn.width * 6 // 10, worn.height * 6 // 10))
        worn = small.resize(worn.size).filter(ImageFilter.GaussianBlur(0.7))
        worn = worn.point(lambda value: min(255, int(value * 0.75 + 60)))
    specks = worn.load()
    for _ in range(2500 if poor else 400):
        specks[rng.randrange(worn.width), rng.randrange(worn.height)] = rng.randrange(120)
    return worn


def scan_pdf(pictures: list[Image.Image], rng: random.Random, turn: int, *, poor: bool = False) -> bytes:
    pages = [_worn(picture, rng, poor=poor).rotate(turn, expand=True) for picture in pictures]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=pages[1:], quality=60 if poor else 85)
    return out.getvalue()


def _photo(picture: Image.Image, rng: random.Random) -> bytes:
    out = io.BytesIO()
    _worn(picture, rng).save(out, "JPEG", quality=80)
    return out.getvalue()


def _broken(name: str, lines: Lines, n: int, truth: Truth) -> OldPaper:
    """Cut short, locked by a password, or rubbish behind the first bytes: nothing can be read or guessed."""
    unread = Truth(readable=False)
    pdf = typeset(lines)
    which = n // 15 % 3
    if which == 0:
        return OldPaper(f"{name}.pdf", pdf[: len(pdf) // 3], unread, "broken")
    if which == 1:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        writer.encrypt("secret", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        return OldPaper(f"{name}.pdf", out.getvalue(), unread, "broken")
    return OldPaper(f"{name}.pdf", b"%PDF-1.7\n" + bytes(random.Random(n).randbytes(4000)), unread, "broken")
