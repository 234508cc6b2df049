"""The core team takes down what a member said somewhere, or shows it again; the member is told. A row has
`hidden_at`, `hidden_because` and `author`. Who may do it is asked before, by the row's own services."""

from dataclasses import dataclass
from typing import Any

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.members.selectors import recipient
from cms.notifications.services import notify


@dataclass(frozen=True, slots=True)
class Said:
    """How the row is spoken of. `kind` of notices; `verb` begins those of the audit; `what`: "you said at “A day”"."""

    kind: str
    verb: str
    what: str
    noun: str  # what others see was hidden: "a comment"
    path: str
    label: str = ""


def hide(by: Requester, row: Any, said: Said, because: str, *, field: str) -> None:
    """Once; its author reads the reason and none of the words. `field` is where the form asks why. Raises BadInput."""
    words, most = " ".join(because.split()), row._meta.get_field("hidden_because").max_length
    if not words or len(words) > most:
        message = f"Say why, in at most {most} characters: its author reads it."
        raise BadInput(message, fields={field: [message]})
    if row.hidden_at is not None:
        return
    _save(row, clock.now(), words)
    record(by, f"{said.verb}hidden", row, label=said.label, after=words)
    body = (
        f"Others see that {said.noun} was hidden, not your words.\n\nThe reason: {words}\n\n"
        "If you think that this is wrong, answer to the core team."
    )
    _tell(by, row, said, "hidden", f"The core team hid what {said.what}", body)


def show(by: Requester, row: Any, said: Said) -> None:
    """Hidden by mistake: it is there again. Nothing where it was not hidden."""
    if row.hidden_at is None:
        return
    _save(row, None, "")
    record(by, f"{said.verb}shown", row, label=said.label)
    body = "The core team had hidden it. Others can read your words again."
    _tell(by, row, said, "shown", f"What {said.what} is shown again", body)


def _save(row: Any, at: Any, because: str) -> None:
    row.hidden_at, row.hidden_because = at, because
    row.save(update_fields=["hidden_at", "hidden_because"])


def _tell(by: Requester, row: Any, said: Said, act: str, title: str, body: str) -> None:
    if row.author is None or not row.author.is_active:
        return
    notify(
        by=by,
        source_key=f"{said.kind}:{row.pk}:{act}:{clock.now().timestamp():.6f}",  # it may happen more than once
        recipients=[recipient(row.author)],
        title=title,
        body=body,
        path=said.path,
    )
