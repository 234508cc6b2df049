"""Mail that comes in: what 45 programs and machines really send (tests/cms/postbox/mails), and small ones made here."""

from dataclasses import dataclass
from pathlib import Path

from cms.postbox.addresses import reply_address

FOLDER = Path(__file__).resolve().parents[1] / "cms" / "postbox" / "mails"


@dataclass(frozen=True)
class Case:
    """A mail and what a person would do with it: `outcome` and, of what is posted, the words."""

    name: str
    outcome: str
    words: str
    reason: str
    files: int
    raw: bytes

    def written(self, *, me: str, reply: str, sent: str = "<none@example.org>") -> bytes:
        values = {"ME": me, "MEUPPER": me.upper(), "REPLY": reply, "REPLYUPPER": reply.upper(), "SENT": sent}
        raw = self.raw
        for name, value in values.items():
            raw = raw.replace(f"%{name}%".encode(), value.encode())
        return raw


def cases() -> list[Case]:
    return [_read(path) for path in sorted(FOLDER.glob("*.mail"))]


def _read(path: Path) -> Case:
    head, _, rest = path.read_bytes().partition(b"\n--------\n")
    words, _, raw = rest.partition(b"\n========\n")
    given = dict(line.split(": ", 1) for line in head.decode().splitlines())
    return Case(
        name=path.stem,
        outcome=given["outcome"],
        words=words.decode().strip("\n"),
        reason=given.get("reason", ""),
        files=int(given.get("files", 0)),
        raw=raw,
    )


def reply_to(thread, user) -> str:
    return reply_address(purpose="thread", target=thread.number, user_id=user.pk)


def a_mail(words="Yes.", *, sender, to, number=1, **headers) -> bytes:
    lines = {
        "From": sender,
        "To": to,
        "Subject": "Re: Reply",
        "Message-ID": f"<{number}@mail.example>",
        "Content-Type": 'text/plain; charset="utf-8"',
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "\n".join(f"{name}: {value}" for name, value in lines.items())
    return f"{head}\n\n{words}\n".encode()
