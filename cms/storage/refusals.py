"""What the sender of a file is told, where it is not taken."""

ALLOWED_WORDS = (
    "Send PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, ods), CSV, JPEG, PNG, TIFF or HEIC."
)
EMPTY = "It is empty."
NOT_TAKEN = f"It is not a kind of file that is taken here. {ALLOWED_WORDS}"
WEB = "It is a web page or a drawing (HTML, XML or SVG), which can hold programs. Save it as a PDF first."
PROGRAM = "It is a program. Programs are never taken."
OLD_OFFICE = "It is an old Office file, or protected by a password. Save it again as docx, xlsx or PDF, without one."
RICH_TEXT = "It is a rich text file (RTF), which can hold programs. Save it as docx or PDF first."
ARCHIVE = "It is an archive. Take the files out of it and send those."
DAMAGED_OFFICE = "It looks like an Office file and cannot be opened: it is damaged or cut short."
MACRO = "It holds macros or programs. Save it again without them (docx, xlsx or PDF)."
LOCKED_OFFICE = "It is protected by a password. Save it again without one."
UNREAD = "It cannot be looked through: it is damaged, or holds far more than such a file should. Save it again."
EXPANDS = "It unpacks to far more than such a file should."
FETCHES = "It fetches parts of itself from elsewhere. Save it as a PDF first."
HOLDS_FILES = "Other files are hidden inside it. Take them out and send them by themselves, or save it as a PDF."
CALLS = "It asks other programs for what it shows (DDE). Save it again without that, or as a PDF."
TEMPLATE = "It is a template. Save it as a document (docx, xlsx or PDF) and send that."
TWO_FILES = "It is two kinds of file at once, which only hidden content needs. Save it again, or print it to a PDF."
BAD_PICTURE = "It looks like a picture and cannot be opened: it is damaged or cut short."
HUGE_PICTURE = "The picture has far more dots than a scan needs. Scan it again at 300 dots an inch or fewer."
NOT_FOR_THIS = "This kind of file is not taken for this. Send {kinds}."
PHONE_PICTURE = "a phone's photograph (HEIC): it is kept, and its words cannot be read"
LOCKED_PDF = "protected by a password: it is kept, and its words cannot be read"
ACTIVE_PDF = "It holds {what}. Print it to a PDF (“Microsoft Print to PDF”, “Save as PDF”) and send that."
DAMAGED_PDF = "It looks like a PDF and cannot be opened: it is damaged or cut short."
UNSEEN_PDF = (
    "It cannot be looked through to its end: it is damaged, or holds far more than such a file should. "
    "Print it to a PDF (“Microsoft Print to PDF”, “Save as PDF”) and send that."
)
TOO_LARGE = "It is larger than 40 MB."
UNSURE_PDF = "could not be read through: whether it holds programs is not known"
VIRUS = "The virus scanner found something in it ({found}). It was not kept. Ask whoever looks after your computer."
WAITS = "It is kept and is being checked for viruses. Nobody is shown it until then."
WAITED = "It was checked for viruses: nothing was found."
VIRUS_LATER = "The virus scanner found something in it: nobody is shown it."
BUSY = "The site is too busy to look through it just now, so it was not taken. Try again in some minutes."
SCANNER_AWAY = "It cannot be checked for viruses at the moment, so it was not taken. Try again in some minutes."


class RefusedFile(Exception):
    """What the sender is told of this one file."""


class NotLooked(RefusedFile):
    """The machine had no time or room to look at it: nothing is known of the file, and who sends it again may do so."""

    def __init__(self) -> None:
        super().__init__(BUSY)
