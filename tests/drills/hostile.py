"""Every hostile file through every door, with a real scanner:   python -m tests.drills.hostile

The doors: the upload of members (over HTTP, with a ticket), the admin's own form for documents, that for pictures, and
the folder into which a partner's system drops files. Prints a table of what became of each, in Markdown, and exits 1
where a file was kept that must be refused, or where what was kept is not proven harmless: a document reaches nobody
but as a download under a policy that runs nothing, under a clean name; a picture is drawn anew, so nothing but its dots
is left of it. Needs TEST_CLAMD_ADDRESS; a database of its own on the server of DATABASE_URL, else SQLite.
"""

import functools
import io
import os
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cms.storage.hostile import HOSTILE, LIMIT, Hostile

UPLOAD, DOCUMENTS, PICTURES, INWARD = "members’ upload", "admin’s document", "admin’s picture", "partner’s folder"
PURPOSE, BATCH = "drill.hostile", 20
REFUSED, HARMLESS, THROUGH = "refused", "harmless", "GOT THROUGH"
PICTURE_SUFFIXES = ("jpg", "jpeg", "png", "gif", "tiff", "heic", "svg")
ORIGIN = "http://localhost:8080"
OWN_SECONDS, CHILD_SECONDS = 3.0, 25.0  # of processor time for one file: in the site itself, in its children
DOTS_MARKS = (b"<script", b"<?php", b"META-INF", b"Exif\x00", b"xmpmeta", b"acTL", b"EICAR")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file at one door; `words` are those that the sender reads, or why it is harmless."""

    file: Hostile
    door: str
    outcome: str
    words: str


class Doors:
    """A site with an editor, a member and a partner's folder, and a door for each. Wants an empty database."""

    def __init__(self) -> None:
        from django.test import Client

        from cms.members.selectors import requester_of
        from cms.storage import uploads
        from cms.storage.models import ExchangePartner
        from tests.factories import admin
        from tests.factories.registers import make_partner, make_user

        body = make_partner("sender")
        self.person = make_user("sender@example.org", body)
        self.by = requester_of(self.person)
        self.member = Client()
        self.member.force_login(self.person, backend="django.contrib.auth.backends.ModelBackend")
        self.editor = admin.signed_in(admin.staff(superuser=False))
        self.box = ExchangePartner.objects.create(partner=body, folder="sender", opened_at="2026-11-01T00:00Z")
        self.kept: dict[str, int] = {}
        uploads._purposes[PURPOSE] = uploads.Purpose(
            PURPOSE, self._keep, lambda by, target: True, lambda target: "/", uploads.Limits(total_bytes=1 << 30)
        )

    def _keep(self, *, by: Any, target: str, file: Any) -> str:
        from cms.storage import uploads

        self.kept[file.name] = uploads.keep_document(file, by=by).pk
        return "Kept."

    def close(self) -> None:
        from cms.storage import uploads

        uploads._purposes.pop(PURPOSE, None)

    def upload(self, files: list[Hostile]) -> Iterable[Outcome]:
        for some in batches(files):
            yield from self._sent_together(some)

    def _sent_together(self, some: list[Hostile]) -> Iterable[Outcome]:
        from cms.storage import uploads
        from cms.storage.models import UploadedFile, UploadTicket

        UploadTicket.objects.update(made_at="2020-01-01T00:00Z")  # or a person could not begin so many
        ticket = uploads.start_upload(by=self.by, purpose=PURPOSE, target="")
        self.kept = {}
        body, kind = multipart("file", [(file.name, made(file)) for file in some])
        answer = self.member.post(uploads.address_of(ticket), body, content_type=kind, headers={"Origin": ORIGIN})
        if answer.status_code == 400 and len(some) > 1:  # one of them cannot even be a form: which one?
            for file in some:
                yield from self._sent_together([file])
            return
        if answer.status_code == 400:
            yield Outcome(some[0], UPLOAD, REFUSED, answer.content.decode())
            return
        rows = list(UploadedFile.objects.filter(ticket=ticket).order_by("number"))
        assert (answer.status_code, len(rows)) == (303, len(some)), (answer.status_code, [row.name for row in rows])
        for file, row in zip(some, rows, strict=True):
            yield self._judged(file, UPLOAD, "" if row.taken else row.words, self.kept.get(row.name))

    def documents(self, files: list[Hostile]) -> Iterable[Outcome]:
        from django.urls import reverse
        from wagtail.documents import get_document_model

        for file in files:
            fields = {"title": "Sent", "collection": "1"}
            body, kind = multipart("file", [(file.name, made(file))], fields)
            began = processor_seconds()
            answer = self.editor.post(reverse("wagtaildocs:add"), body, content_type=kind)
            own, of_children = (now - before for now, before in zip(processor_seconds(), began, strict=True))
            if own > OWN_SECONDS or of_children > CHILD_SECONDS:
                yield Outcome(
                    file, DOCUMENTS, THROUGH, f"took {own:.1f} s of the site’s time, {of_children:.1f} beside"
                )
            row = get_document_model().objects.latest("pk") if answer.status_code == 302 else None
            yield self._judged(file, DOCUMENTS, "" if row else said(answer), row.pk if row else None)

    def pictures(self, files: list[Hostile]) -> Iterable[Outcome]:
        from django.urls import reverse
        from wagtail.images import get_image_model

        for file in files:
            fields = {"title": "Sent", "collection": "1"}
            body, kind = multipart("file", [(file.name, made(file))], fields)
            answer = self.editor.post(reverse("wagtailimages:add"), body, content_type=kind)
            if answer.status_code != 302:
                yield Outcome(file, PICTURES, REFUSED, said(answer))
                continue
            row = get_image_model().objects.latest("pk")
            with row.file.open("rb") as opened:
                fault = not_only_dots(opened.read(), made(file))
            words = f"kept as it came: {fault}" if fault else "drawn anew: nothing is left of it but its dots"
            yield Outcome(file, PICTURES, THROUGH if fault else HARMLESS, words)

    def inward(self, files: list[Hostile]) -> Iterable[Outcome]:
        from django.conf import settings

        from cms.storage.inbound import folder, services
        from cms.storage.models import InboundReceipt

        folder.QUIET_S = 0  # each is complete as soon as it lies there
        inbox = (Path(settings.STORE_DIR) / "exchange" / "inbox" / "sender").resolve()
        for file in files:
            path = inbox / file.name
            if "\0" not in file.name and not path.resolve().is_relative_to(inbox):
                yield Outcome(file, INWARD, REFUSED, "outside the partner’s folder, where its key may not write")
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(made(file))
            except (OSError, ValueError) as error:
                yield Outcome(file, INWARD, REFUSED, f"no file can be called so: {error.__class__.__name__}")
                continue
            found = services.fetch_new(seconds=60)
            row = InboundReceipt.objects.order_by("pk").last()
            path.unlink()
            if row is None:
                yield Outcome(file, INWARD, REFUSED, "not looked at under this name")
                continue
            assert found.away == 0, found
            taken = row.state == InboundReceipt.State.DRAFTED
            yield self._judged(file, INWARD, "" if taken else row.reason, row.document_id)
            InboundReceipt.objects.filter(pk=row.pk).delete()

    def _judged(self, file: Hostile, door: str, words: str, document: int | None) -> Outcome:
        """What the rules say of it; of a document that was kept, what a browser is given."""
        if document is None:
            return Outcome(file, door, REFUSED, words)
        allowed = file.harmless
        if door == DOCUMENTS and file.editors is not None:
            allowed = file.editors
        if not allowed:
            return Outcome(file, door, THROUGH, "kept, and must be refused")
        fault = self._not_a_download(document)
        return Outcome(file, door, THROUGH if fault else HARMLESS, fault or allowed)

    def _not_a_download(self, document: int) -> str:
        """What is wrong with the answer that a browser gets; "" where it can only be saved."""
        answer = self.editor.get(f"/documents/{document}/")
        if answer.status_code == 302:  # to the store itself, for a minute: what is asked of it is in the address
            return "" if "octet-stream" in answer["Location"] and "attachment" in answer["Location"] else "shown"
        if answer.status_code != 200:
            return f"answered with {answer.status_code}"
        name = answer["Content-Disposition"]
        policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
        wrong = [
            ("not a download", not name.startswith("attachment")),
            ("guessed by the browser", answer["X-Content-Type-Options"] != "nosniff"),
            ("may run", not {"sandbox", "default-src 'none'"} <= policy),
            ("kept by others", "no-store" not in answer["Cache-Control"]),
            ("a page or a program", re.search(r"html|svg|script|xml\b", answer["Content-Type"])),
            ("a name that is not clean", not is_clean(name)),
        ]
        return ", ".join(words for words, is_so in wrong if is_so)


def processor_seconds() -> tuple[float, float]:
    """What this process has used so far, and its children that have ended: no other load changes it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), children.ru_utime + children.ru_stime


def batches(files: list[Hostile]) -> Iterable[list[Hostile]]:
    """As people send them: some together, and never two of one name. One that is not even read comes last: alone."""
    from cms.storage.uploads_content import clean_name

    some: dict[str, Hostile] = {}
    for file in files:
        if len(made(file)) > LIMIT:
            yield [file]
            continue
        if len(some) == BATCH or clean_name(file.name) in some:
            yield list(some.values())
            some = {}
        some[clean_name(file.name)] = file
    yield list(some.values())


def is_clean(disposition: str) -> bool:
    """One header of plain letters, with a name that neither climbs, hides nor ends in a program."""
    name = disposition.partition("filename=")[2].strip('"')
    plain = all(unicodedata.category(letter)[0] != "C" for letter in disposition)
    ends = name.rpartition(".")[2].lower()
    return plain and "/" not in name and "\\" not in name and ends not in ("exe", "html", "htaccess", "svg", "js")


def multipart(field: str, files: list[tuple[str, bytes]], fields: dict[str, str] | None = None) -> tuple[bytes, str]:
    """Written by hand: Django's own writer would clean the names."""
    out, mark = bytearray(), "----hostile-drill"
    for name, value in (fields or {}).items():
        out += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, content in files:
        shown = name.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "%0D").replace("\n", "%0A")
        out += f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{shown}"\r\n'.encode()
        out += b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"
    out += f"--{mark}--\r\n".encode()
    return bytes(out), f"multipart/form-data; boundary={mark}"


def said(answer: Any) -> str:
    """The words beside the field, from the form that came back."""
    form = answer.context["form"] if answer.context and "form" in answer.context else None
    words = [str(word) for errors in form.errors.values() for word in errors] if form is not None else []
    return " ".join(words) or f"answered with {answer.status_code}"


def not_only_dots(kept: bytes, sent: bytes) -> str:
    from PIL import Image

    if kept == sent:
        return "the same bytes"
    left = [mark.decode("latin1") for mark in DOTS_MARKS if mark in kept]
    with Image.open(io.BytesIO(kept)) as picture:
        frames, exif = getattr(picture, "n_frames", 1), dict(picture.getexif())
    return ", ".join([*left, *(["it moves"] if frames > 1 else []), *(["its description"] if exif else [])])


@functools.cache
def made(file: Hostile) -> bytes:
    """Once for all doors: some take a second."""
    return file.make()


def send_all(*, once: bool = False) -> list[Outcome]:
    """Each file through each door that it could be meant for; or each through one of them, in turn."""
    some = [list(HOSTILE)[start :: 4 if once else 1] for start in ((0, 1, 2, 3) if once else (0, 0, 0, 0))]
    pictures = [one for one in some[0] if one.name.rpartition(".")[2] in PICTURE_SUFFIXES]
    doors = Doors()
    try:
        found = [*doors.upload(some[0]), *doors.documents(some[1]), *doors.pictures(pictures), *doors.inward(some[2])]
        return found + list(doors.upload(some[3]) if once else [])
    finally:
        doors.close()


def table(outcomes: list[Outcome]) -> str:
    """One line for each file; where the doors differ, each is named."""
    lines = ["| kind | file | what became of it |", "|---|---|---|"]
    for file in dict.fromkeys(one.file for one in outcomes):
        said: dict[str, list[str]] = {}
        for one in outcomes:
            if one.file == file:
                words = re.sub(r"\s+", " ", one.words).replace("|", "/")
                first = re.split(r"(?<=[a-z])\. ", words)[0].rstrip(".")
                said.setdefault(f"**{one.outcome}**: {first}", []).append(one.door)
        told = [f"{words} ({', '.join(doors)})" if len(said) > 1 else words for words, doors in said.items()]
        lines.append(f"| {file.group} | {file.what} | {'; '.join(told)} |")
    return "\n".join(lines)


def main() -> int:
    from tests.drills.database import own_database

    with tempfile.TemporaryDirectory(prefix="hostile-drill-") as folder, own_database(folder) as database:
        os.environ |= {"DATABASE_URL": database, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        settings.STORE_DIR, settings.MEDIA_ROOT = Path(folder) / "store", f"{folder}/media"
        settings.CLAMD_ADDRESS = os.environ["TEST_CLAMD_ADDRESS"]
        began = time.monotonic()
        outcomes = send_all()
        connection.close()
    print(table(outcomes))
    counts = Counter((one.door, one.outcome) for one in outcomes)
    print(f"\n{len(HOSTILE)} files, {len(outcomes)} times sent, {time.monotonic() - began:.0f} s")
    for (door, outcome), count in sorted(counts.items()):
        print(f"- {door}: {count} {outcome}")
    return 1 if any(one.outcome == THROUGH for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
