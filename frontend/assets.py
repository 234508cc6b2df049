"""Static files, held in memory under names that carry a hash of their content."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
}
PACKED_ALREADY = {".webp"}
FOREVER = "public, max-age=31536000, immutable"


class Assets:
    """name -> address, and address -> bytes, compressed once at start."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, str] = {}
        self.files: dict[str, tuple[bytes, bytes, str]] = {}
        digest = hashlib.sha256()
        for path in sorted(folder.iterdir()):
            if path.suffix not in TYPES:
                continue
            body = path.read_bytes()
            mark = hashlib.sha256(body).hexdigest()[:12]
            address = f"{path.stem}.{mark}{path.suffix}"
            self.names[path.name] = f"/static/{address}"
            packed = b"" if path.suffix in PACKED_ALREADY else gzip.compress(body, 9, mtime=0)
            self.files[address] = (body, packed, TYPES[path.suffix])
            digest.update(mark.encode())
        self.digest = digest.hexdigest()

    def url(self, name: str) -> str:
        """The address of a static file. Raises KeyError for one that does not exist."""
        return self.names[name]

    async def serve(self, request: Request) -> Response:
        try:
            body, packed, kind = self.files[request.path_params["name"]]
        except KeyError:
            raise HTTPException(404) from None
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "Content-Type": kind}
        if packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, headers=headers | {"Content-Encoding": "gzip"})
        return Response(body, headers=headers)
