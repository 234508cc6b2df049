"""Pages as pictures, and letters from pictures, each by a process of its own that may do nothing else.

`python -I text_scan_child.py draw PAGE < FILE` writes {"pages": n} or {"refused": reason} as one line of JSON, then the
page (from 0) as a grey picture (PGM). `python -I text_scan_child.py read TESSERACT LANGUAGES < PICTURE` becomes
Tesseract, which writes words. It imports nothing of this project; `cms.storage.text_scans` starts it.
"""

import ctypes
import io
import json
import os
import resource
import sys
import warnings
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

NEW_USER, NEW_NETWORK, NO_NEW_PRIVILEGES = 0x10000000, 0x40000000, 38  # unshare(2), prctl(2)
SECONDS = {"draw": 20, "read": 60}  # of processor time
MEMORY = {"draw": 1 << 30, "read": 1 << 30}
DOTS, SHORTEST, LONGEST, MOST = 200, 1000, 3200, 120_000_000  # an inch; sides of what is drawn; dots of what is opened
REFUSED = "It cannot be drawn: it is damaged, or protected by a password."
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEVER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove",
         "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate", "os.kill",
         "shutil.")  # fmt: skip


def confine(what: str) -> None:
    """No network, no files written, no processes, little memory and time. From here on nothing can be given back."""
    if sys.platform == "linux":  # where it is not allowed, the limits below still hold
        libc = ctypes.CDLL(None, use_errno=True)
        libc.unshare(NEW_USER | NEW_NETWORK)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS[what], SECONDS[what] + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY[what], MEMORY[what]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def fence(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(args[2], int) and args[2] & WRITES:
        raise PermissionError("nothing is written here")
    if event.startswith(NEVER):
        raise PermissionError(event)


def draw(data: bytes, page: int) -> tuple[int, Image.Image]:
    """(how many pages there are, this one as a grey picture)."""
    if data.startswith(b"%PDF-"):
        return _of_pdf(data, page)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "TIFF"])
    if picture.width * picture.height > MOST:
        raise ValueError("too large")
    count = int(getattr(picture, "n_frames", 1))
    picture.seek(page)
    return count, fitted(ImageOps.exif_transpose(picture).convert("L"))


def _of_pdf(data: bytes, page: int) -> tuple[int, Image.Image]:
    with pypdfium2.PdfDocument(data) as found:
        count = len(found)
        width, height = found[page].get_size()  # in points, 72 an inch
        scale = min(DOTS / 72, LONGEST / max(width, height, 1))
        drawn: Image.Image = found[page].render(scale=scale, grayscale=True).to_pil().convert("L")
        return count, drawn


def fitted(picture: Image.Image) -> Image.Image:
    """Large enough to be read, and no larger."""
    longest, shortest = max(picture.size), max(1, min(picture.size))
    if longest > LONGEST:
        scale = LONGEST / longest
    elif shortest < SHORTEST and longest * (SHORTEST / shortest) <= LONGEST:
        scale = SHORTEST / shortest
    else:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def main() -> None:
    what = sys.argv[1]
    confine(what)
    if what == "read":
        tesseract, languages = sys.argv[2:4]
        command = [tesseract, "stdin", "stdout", "-l", languages, "--psm", "1", "--dpi", str(DOTS)]
        os.execve(tesseract, command, {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"})  # noqa: S606 - it replaces this process
    sys.addaudithook(fence)
    with os.fdopen(0, "rb") as file:
        data = file.read()
    try:
        count, picture = draw(data, int(sys.argv[2]))
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
            OverflowError, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        write(json.dumps({"refused": REFUSED}).encode() + b"\n")
        return
    write(json.dumps({"pages": count}).encode() + b"\n")
    write(f"P5 {picture.width} {picture.height} 255\n".encode() + picture.tobytes())


if __name__ == "__main__":
    main()
