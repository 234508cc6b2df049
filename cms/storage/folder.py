"""The file store of an installation without S3: a folder beside the database, on the same machine."""

import contextlib
import datetime
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from cms.storage.ports import Damaged, NotThere, Stored, StoreUnavailable, Upload, forget_upload_id

PIECE = 1 << 20
PARTIAL = ".part-"  # what a killed worker leaves


class FolderStore:
    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root.resolve(), name

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if not path.is_relative_to(self.root):
            raise StoreUnavailable(f"{key!r} is outside the file store")
        return path

    def holds(self, item: Stored) -> bool:
        """By its size alone: a file gets its name only when its bytes were hashed on the way and are on the disk."""
        try:
            return self._path(item.key).stat().st_size == item.size
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def put(
        self,
        item: Stored,
        content: BinaryIO,
        *,
        upload_id: str = "",
        keep_upload_id: Callable[[str], None] = forget_upload_id,
    ) -> bool:
        path = self._path(item.key)
        try:
            _make_folder(path.parent)
            handle, name = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
            try:
                digest, size = hashlib.sha256(), 0
                with os.fdopen(handle, "wb") as file:
                    while piece := content.read(PIECE):
                        digest.update(piece)
                        size += len(piece)
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                if (digest.hexdigest(), size) != (item.sha256, item.size):
                    raise Damaged(f"what came for {item.key} is not what was announced")
                os.replace(name, path)  # the same bytes, or a damaged copy of them
                _sync_names(path.parent)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(name)
        except StoreUnavailable:
            raise
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        return False

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """One folder's names at a time in memory."""
        start = self._path(prefix) if prefix else self.root
        try:
            yield from self._below(start)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def _below(self, folder: Path) -> Iterator[tuple[str, int]]:
        try:
            entries = list(os.scandir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return
        # "a/" sorts as the store sorts keys: a folder's content stands where its slash puts it
        for entry in sorted(entries, key=lambda found: os.fsencode(found.name + ("/" if found.is_dir() else ""))):
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(Path(entry.path))
            elif not entry.name.startswith(PARTIAL):
                try:
                    size = entry.stat().st_size
                except FileNotFoundError:  # it went since the folder was listed
                    continue
                yield Path(entry.path).relative_to(self.root).as_posix(), size

    def read(self, key: str) -> Iterator[bytes]:
        with self.open(key, 0) as file:
            try:
                while piece := file.read(PIECE):
                    yield piece
            except OSError as error:
                raise StoreUnavailable(str(error)) from error

    def open(self, key: str, size: int) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotThere(key) from error
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def stored_at(self, key: str) -> datetime.datetime | None:
        try:
            changed = self._path(key).stat().st_mtime
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        return datetime.datetime.fromtimestamp(changed, datetime.UTC)

    def delete(self, key: str) -> None:
        try:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                path = self._path(key)
                path.unlink()
                _sync_names(path.parent)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def address(self, key: str, *, seconds: int, file_name: str) -> str:
        return ""

    def uploads(self) -> Iterator[Upload]:
        """What killed workers left half written."""
        for path in self.root.rglob(f"{PARTIAL}*"):
            with contextlib.suppress(FileNotFoundError):
                begun = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
                yield Upload(path.relative_to(self.root).as_posix(), path.name, begun)

    def abort(self, upload: Upload) -> None:
        self.delete(upload.key)

    def well(self) -> bool:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self.root, os.W_OK)


def _make_folder(folder: Path) -> None:
    """With those above it; each of their names outlives a power cut too."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_names(folder.parent)


def _sync_names(folder: Path) -> None:
    """What was named or removed in a folder is so after a power cut too, as the ledger will say."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
