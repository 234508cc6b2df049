"""20 people sign one version at once while an editor withdraws it:

    python -m tests.drills.signers ROUNDS [SIGNERS=20] [own]

With `own`, in a database of its own on the server of DATABASE_URL (removed at the end), else on SQLite in a folder of
its own. Without it, in the database of DATABASE_URL, which must be a migrated throwaway. In each round everybody has
opened the text, waits at one gate and presses; the editor presses at another moment each round. After each round:
- no signature stands on a text that its signer did not open, or that is not the version's own;
- every press that was answered "signed" is in the table, and void only where the withdrawal came after it;
- the version is in one state: in force with all signatures standing, or withdrawn with none.
Prints one line of JSON; exit 1 where a rule was broken.
"""

import contextlib
import json
import os
import random
import sys
import tempfile
import threading
import time
from typing import Any

import django

from tests.drills.database import own_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
OWN = "own" in sys.argv

STACK = contextlib.ExitStack()
if OWN:
    folder = STACK.enter_context(tempfile.TemporaryDirectory())
    os.environ["DATABASE_URL"] = STACK.enter_context(own_database(folder))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from cms.core.errors import DomainError  # noqa: E402
from cms.core.requester import SYSTEM, Requester  # noqa: E402
from cms.members.models import User  # noqa: E402
from cms.members.selectors import requester_of  # noqa: E402
from cms.signing.drafts import open_draft  # noqa: E402
from cms.signing.models import Opening, Signature  # noqa: E402
from cms.signing.services import open_to_sign, send_out, sign, withdraw  # noqa: E402
from cms.snippets.models import IspParty, IspVersion  # noqa: E402
from tests.factories.signing import make_signing  # noqa: E402

State = IspVersion.State
LATE = -1.0  # instead of seconds: when everybody has pressed


class Round:
    """One version, its signers at a gate, and an editor who withdraws it `wait` seconds after the gate opens."""

    def __init__(self, signers: int, number: int, wait: float) -> None:
        slugs = tuple(f"r{number}-body-{n}" for n in range(signers - 1))
        lead = f"r{number}-lead"
        self.wait, self.gate = wait, threading.Barrier(signers + 1)
        world = make_signing(*slugs, essential=slugs, lead=lead)
        self.version = send_out(by=SYSTEM, version_id=world.version.pk, tell=False)
        self.isp = world.isp
        self.people: dict[int, Requester] = {}
        for slug in (lead, *slugs):
            by, party = requester_of(User.objects.get(pk=world.people[slug].pk)), world.party(slug)
            open_to_sign(by=by, party_id=party.pk, content_hash=self.version.content_hash)
            self.people[party.pk] = by
        self.confirmed: dict[int, int] = {}
        self.all_pressed = threading.Event()
        self.refused: dict[int, str] = {}
        self.unplanned: list[str] = []
        self.withdrawn = False

    def press(self, party_id: int, by: Requester) -> None:
        try:
            self.gate.wait(30)
            made = sign(
                by=by,
                party_id=party_id,
                content_hash=self.version.content_hash,
                decision="signed",
                confirmed=True,
                submission_id=f"press-{party_id}",
            )
            self.confirmed[party_id] = made.pk
        except DomainError as error:
            self.refused[party_id] = error.code
        except Exception as error:  # noqa: BLE001 - reported as a broken rule
            self.unplanned.append(repr(error))
        finally:
            connections.close_all()
            if len(self.confirmed) + len(self.refused) >= len(self.people):
                self.all_pressed.set()

    def take_back(self) -> None:
        try:
            self.gate.wait(30)
            if self.wait == LATE:
                self.all_pressed.wait(120)
            else:
                time.sleep(self.wait)
            withdraw(by=SYSTEM, version_id=self.version.pk)
            self.withdrawn = True
            draft = open_draft(by=SYSTEM, version_id=self.version.pk)
            IspVersion.objects.filter(pk=draft.pk).update(purpose="Other words")
            send_out(by=SYSTEM, version_id=draft.pk, tell=False)
        except DomainError as error:
            self.refused[0] = error.code
        except Exception as error:  # noqa: BLE001 - reported as a broken rule
            self.unplanned.append(repr(error))
        finally:
            connections.close_all()

    def run(self) -> list[str]:
        threads = [threading.Thread(target=self.press, args=pair) for pair in self.people.items()]
        threads.append(threading.Thread(target=self.take_back))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return [*self.unplanned, *self.faults()]

    def faults(self) -> list[str]:
        found = []
        version = IspVersion.objects.get(pk=self.version.pk)
        rows = list(Signature.objects.filter(party__version__isp=self.isp).select_related("party__version"))
        for row in rows:
            if row.content_hash != row.party.version.content_hash:
                found.append(f"{row.pk} stands on other words than its version's")
            if not Opening.objects.filter(party=row.party, user=row.signatory, content_hash=row.content_hash).exists():
                found.append(f"{row.pk} was signed unseen")
        if lost := set(self.confirmed.values()) - {row.pk for row in rows}:
            found.append(f"confirmed and lost: {lost}")
        if len(rows) != len(self.confirmed):
            found.append(f"{len(rows)} rows for {len(self.confirmed)} confirmations")
        standing = [row for row in rows if row.voided_on is None]
        expected = State.WITHDRAWN if self.withdrawn else State.IN_FORCE
        if version.state != expected:
            found.append(f"state {version.state}, expected {expected}")
        if self.withdrawn and standing:
            found.append(f"{len(standing)} signatures stand on a withdrawn version")
        if not self.withdrawn and len(standing) != len(self.people):
            found.append(f"{len(standing)} of {len(self.people)} stand in force")
        if IspParty.objects.filter(version=version, covered_from=None).exists() != self.withdrawn:
            found.append("coverage does not follow the state")
        if IspVersion.objects.filter(isp=self.isp, state=State.IN_FORCE).count() != (not self.withdrawn):
            found.append("not exactly one version in force, or none")
        return found


def main(rounds: int, signers: int) -> dict[str, Any]:
    rng = random.Random(rounds)  # noqa: S311 - moments of a test
    begun, faults, confirmed, refused, withdrawn = time.monotonic(), [], 0, 0, 0
    for number in range(rounds):
        # From at once to after the last signature: half of the rounds in the thick of it.
        wait = 0.0 if number == 0 else LATE if number == 1 else rng.uniform(0.0, 1.2)
        one = Round(signers, number, wait)
        faults += [f"round {number}: {text}" for text in one.run()]
        confirmed += len(one.confirmed)
        refused += len([key for key in one.refused if key])
        withdrawn += one.withdrawn
    return {
        "database": connection.vendor,
        "rounds": rounds,
        "signers": signers,
        "signed": confirmed,
        "refused": refused,
        "withdrawn": withdrawn,
        "in_force": rounds - withdrawn,
        "seconds": round(time.monotonic() - begun, 1),
        "faults": faults,
    }


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
    if OWN:
        call_command("migrate", verbosity=0)
    try:
        result = main(numbers[0], numbers[1] if len(numbers) > 1 else 20)
    finally:
        connections.close_all()
        STACK.close()
    print(json.dumps(result))
    sys.exit(1 if result["faults"] else 0)
