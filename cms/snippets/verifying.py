"""Is this file from a signed snapshot of the registers? Answered from the files alone, or from what the site kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from cms.core.errors import BadInput
from cms.snippets.models import RegisterKey, SnapshotFile
from cms.snippets.register_export import sha256_of
from cms.snippets.register_keys import is_signed, key_id_of, public_key

SIGNATURE = ".sig"
KEPT = "the site kept it with this snapshot"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of one file. `month` and `audience` are empty where it is from no snapshot. `gap` says that the
    manifest before this one is missing, `warning` that others have the key too; neither makes a file not good."""

    file: str
    sha256: str
    ok: bool
    why: str
    month: str = ""
    audience: str = ""
    taken_at: str = ""
    site: str = ""
    key_id: str = ""
    gap: str = ""
    warning: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was found, and why it does not count ("" where it does)."""

    said: dict[str, Any]
    sha256: str
    fault: str
    gap: str = ""

    @property
    def hashes(self) -> set[str]:
        return {str(one.get("sha256")) for one in self.said["files"] if isinstance(one, dict)}

    @property
    def previous(self) -> tuple[str, str]:
        """(month, hash) of the manifest before it; empty for a first one."""
        found = self.said.get("previous")
        return (str(found.get("month")), str(found.get("sha256"))) if isinstance(found, dict) else ("", "")

    @property
    def of(self) -> tuple[str, str]:
        return str(self.said.get("month")), str(self.said.get("audience"))


def verify_files(paths: Iterable[Path], *, key: str = "") -> list[Checked]:
    """Each file against a manifest that was named too or lies beside it, and that against its signature (`….sig`).

    `key` is a public key in PEM; without one the site's own count. What a key of this site signed counts only where the
    site kept it: whoever steals a key can sign, but not change what was kept. A file without a manifest that counts is
    looked up among those that the site kept, unless a key was given. Raises BadInput for what cannot be read.
    """
    keys = _keys(key)
    contents = {path: _read(path) for path in paths}
    found = [_manifest(path, content, keys) for path, content in _candidates(contents).items()]
    manifests = _chained([one for one in found if one is not None], alone=bool(key))
    warnings = {row.key_id: row.warning for row in RegisterKey.objects.exclude(compromised_on=None)}
    checked = [_check(path, content, manifests, alone=bool(key)) for path, content in contents.items()]
    return [replace(one, warning=warnings.get(one.key_id, "")) for one in checked]


def _keys(pem: str) -> dict[str, str]:
    if not pem:
        return dict(RegisterKey.objects.values_list("key_id", "pem"))
    try:
        return {key_id_of(public_key(pem)): pem}
    except ValueError as error:
        raise BadInput(f"The key is no Ed25519 public key in PEM: {error}") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def _candidates(contents: dict[Path, bytes]) -> dict[Path, bytes]:
    """The files that were named, and whatever beside them is called a manifest."""
    beside = {found for path in contents for found in path.parent.glob("*manifest-*.json")}
    return contents | {path: _read(path) for path in sorted(beside) if path not in contents}


def _said(content: bytes) -> dict[str, Any] | None:
    """What a manifest says; None for any other file."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):  # of what a stranger nested deeply
        return None
    is_manifest = isinstance(found, dict) and isinstance(found.get("files"), list) and "key_id" in found
    return found if is_manifest else None


def _manifest(path: Path, content: bytes, keys: dict[str, str]) -> Manifest | None:
    """None for a file that is no manifest."""
    said = _said(content)
    if said is None:
        return None
    signature, named, sha256 = path.with_name(path.name + SIGNATURE), str(said["key_id"]), sha256_of(content)
    fault = ""
    if not signature.exists():
        fault = f"its manifest has no signature beside it ({signature.name})"
    elif named not in keys:
        fault = f"its manifest names the key {named}, which is not {' or '.join(keys) or 'known here'}"
    elif not is_signed(content, _read(signature), keys[named]):
        fault = f"the signature of its manifest does not hold (it names the key {named})"
    elif RegisterKey.objects.filter(key_id=named).exists() and not _kept(sha256).exists():
        fault = f"its manifest is signed with a key of this site ({named}), but this site never made it"
    return Manifest(said, sha256, fault)


def _chained(manifests: list[Manifest], *, alone: bool) -> list[Manifest]:
    """With what the hash of the one before says: that it is missing, or that this one is not the one that was named.
    The latest first: what turns out false says nothing of those before it."""
    here = {one.sha256 for one in manifests if not one.fault}
    named: dict[tuple[str, str], dict[str, str]] = {}
    found = []
    for one in sorted(manifests, key=lambda each: each.of, reverse=True):
        month, audience = one.of
        after = named.get(one.of, {})
        if not one.fault and after and one.sha256 not in after:
            one = replace(one, fault=f"the manifest of {' and '.join(after.values())} names another one for {month}")
        earlier, before = one.previous
        if before and not one.fault:
            named.setdefault((earlier, audience), {})[before] = month
            if before not in here and (alone or not _kept(before).exists()):
                one = replace(one, gap=f"{earlier}, the one before {month}, is not here: nothing is said of it")
        found.append(one)
    return found


def _kept(sha256: str) -> QuerySet[SnapshotFile]:
    """What the site kept with this hash, the latest first."""
    rows = SnapshotFile.objects.filter(sha256=sha256).select_related("snapshot__key")
    return rows.order_by("-snapshot__month", "snapshot__audience")


def _check(path: Path, content: bytes, manifests: list[Manifest], *, alone: bool) -> Checked:
    """By a manifest that counts, else by what the site kept, else by what is wrong with a manifest that has it."""
    sha256 = sha256_of(content)
    having = [(one, why) for one in manifests if (why := _place(path, sha256, one))]
    for found, why in having:
        if not found.fault:
            return _answer(path, sha256, found, why)
    kept = None if alone else _kept(sha256).first()
    if kept is not None:
        of = kept.snapshot
        taken = of.taken_at.isoformat(timespec="seconds")
        return Checked(str(path), sha256, True, KEPT, of.month, of.audience, taken, key_id=of.key.key_id)
    if having:
        return _answer(path, sha256, *having[0])
    if path.suffix == SIGNATURE:
        return Checked(str(path), sha256, False, f"{path.stem}, which it would sign, is not here")
    named = [each.get("name") for one in manifests for each in one.said["files"] if isinstance(each, dict)]
    changed = path.name in named
    why = "a manifest names this file with another hash: it was changed" if changed else "it is from no known snapshot"
    return Checked(str(path), sha256, False, why)


def _place(path: Path, sha256: str, manifest: Manifest) -> str:
    """What this file is to the manifest; "" for nothing."""
    if manifest.sha256 == sha256:
        return "it is the signed manifest"
    if sha256 in manifest.hashes:
        return "the signed manifest names it"
    if path.suffix != SIGNATURE:
        return ""
    target = path.with_name(path.name.removesuffix(SIGNATURE))
    signs = target.exists() and sha256_of(_read(target)) == manifest.sha256
    return "it signs the manifest" if signs else ""


def _answer(path: Path, sha256: str, found: Manifest, why: str) -> Checked:
    said = {name: str(found.said.get(name, "")) for name in ("month", "audience", "taken_at", "site", "key_id")}
    return Checked(str(path), sha256, not found.fault, found.fault or why, **said, gap=found.gap)
