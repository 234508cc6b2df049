"""Is a file from a signed copy of the registers? Without the site and without its code:

    python verify_snapshot.py [--site https://…] KEY.pem MANIFEST.json MANIFEST.json.sig FILE…

Download the three from the copy's page, and keep the key: it is published for ever. Needs Python and `cryptography`.
Manifests of months before may be among the files: each names the hash of the one before it, and so holds it.
Exit 0: the manifest is signed with that key, for that site, and it or one before it names each file with its SHA-256.
Exit 1: something is not so. A key that was stolen says so in its file: then only the site can tell what it made itself.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

Said = dict[str, Any]


def signed(key: Path, manifest: Path, signature: Path, site: str) -> tuple[Said, str]:
    """(what the manifest says, "") or (nothing, what is wrong with it)."""
    pem = key.read_bytes()
    public = load_pem_public_key(pem)
    if warning := pem.partition(b"-----BEGIN")[0].decode().strip():
        return {}, f"{key} says of itself: {warning}"
    if not isinstance(public, Ed25519PublicKey):
        return {}, f"{key} is not an Ed25519 public key"
    content = manifest.read_bytes()
    try:
        public.verify(signature.read_bytes(), content)
    except InvalidSignature:
        return {}, f"{manifest} was not signed with this key, or was changed since"
    said: Said = json.loads(content)
    key_id = hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]
    if said["key_id"] != key_id:
        return {}, f"{manifest} names the key {said['key_id']}, but was signed with {key_id}"
    if site and said["site"] != site.rstrip("/"):
        return {}, f"{manifest} is of {said['site']}"
    return said, ""


def chain(said: Said, files: dict[str, bytes]) -> list[Said]:
    """The manifest, and those before it that are among the files {hash: content}, as far as none is missing."""
    found = [said]
    while (before := found[-1]["previous"]) and before["sha256"] in files:
        found.append(json.loads(files[before["sha256"]]))
    return found


def check(said: Said, manifest: Path, files: list[Path]) -> list[str]:
    """Say what each file is; what is wrong, in words, or nothing where all is well."""
    hashes = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    manifests = chain(said, {sha256: file.read_bytes() for file, sha256 in hashes.items()})
    known = {one["sha256"]: f"{one['name']} of {each['month']}" for each in manifests for one in each["files"]}
    known[hashlib.sha256(manifest.read_bytes()).hexdigest()] = "the manifest itself"
    for each in manifests:
        print(f"registers of {each['month']} for {each['audience']}, taken {each['taken_at']} by {each['site']}")
        if before := each["previous"]:
            known[before["sha256"]] = f"the manifest of {before['month']}"
    if before := manifests[-1]["previous"]:
        print(f"gap: the manifest of {before['month']} ({before['sha256']}) is not here, nor what was before it")
    for file, sha256 in hashes.items():
        if sha256 in known:
            print(f"good: {file} is {known[sha256]} ({sha256})")
    return [f"{file} is not in this copy ({sha256})" for file, sha256 in hashes.items() if sha256 not in known]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", default="", help="whose copy it must be, such as https://register.example.org")
    for name in ("key", "manifest", "signature"):
        parser.add_argument(name, type=Path)
    parser.add_argument("files", type=Path, nargs="*")
    given = parser.parse_intermixed_args()
    try:
        said, fault = signed(given.key, given.manifest, given.signature, given.site)
        faults = [fault] if fault else check(said, given.manifest, given.files)
    except (OSError, ValueError) as error:
        faults = [str(error)]
    for fault in faults:
        print(f"NOT GOOD: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
