"""The file store of an installation without S3: a folder beside the database, on the same machine."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from cms.storage.ports import Stored, StoreUnavailable, Upload

PIECE = 1 << 20


class FolderStore:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if not path.is_relative_to(self.root):
            raise StoreUnavailable(f"{key!r} is outside the file store")
        return path

    def head(self, key: str) -> Stored | None:
        path, digest, size = self._path(key), hashlib.sha256(), 0
        try:
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        return Stored(key, size, digest.hexdigest())

    def put(self, item: Stored, content: BinaryIO, *, upload_id: str, keep_upload_id: Callable[[str], None]) -> None:
        path = self._path(item.key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    while piece := content.read(PIECE):
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                with contextlib.suppress(FileExistsError):  # somebody was quicker with the same bytes
                    os.link(name, path)  # unlike a rename, never overwrites
            finally:
                os.unlink(name)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        for path in sorted((self.root / prefix).rglob("*")):
            if path.is_file() and not path.name.startswith(".part-"):
                yield path.relative_to(self.root).as_posix(), path.stat().st_size

    def read(self, key: str) -> Iterator[bytes]:
        try:
            with self._path(key).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def uploads(self) -> Iterator[Upload]:
        return iter(())

    def abort(self, upload: Upload) -> None:
        return None

    def well(self) -> bool:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self.root, os.W_OK)
