"""One picture drawn anew, by a process of its own that may do nothing else; `cms.storage.pictures` starts it.

It reads a JPEG, PNG, GIF or WebP on standard input and writes the same kind: its first frame, turned as the camera held
it, in the colours of screens, and nothing else of the file (no place, no time, no comment). No answer: damaged.
"""

import io
import os
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps

from cms.storage.child_fence import confine

FORMATS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 90}, "PNG": {}, "GIF": {}, "WEBP": {"quality": 90}}
DOTS = 50_000_000
SECONDS, MEMORY = 40, 1 << 30  # of processor time; bytes
FAULTS = (OSError, ValueError, SyntaxError, KeyError, TypeError, OverflowError, MemoryError,
          Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip


def drawn_anew(data: bytes) -> bytes:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = DOTS
    with Image.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
        kind = str(picture.format)
        picture.load()
        plain = in_screen_colours(ImageOps.exif_transpose(picture))
    if kind == "JPEG" and plain.mode not in ("RGB", "L"):
        plain = plain.convert("RGB")
    elif plain.mode not in ("RGB", "L", "P", "RGBA", "LA", "1"):
        plain = plain.convert("RGBA")
    bare = Image.new(plain.mode, plain.size)  # what the old one carries beside its dots stays behind
    bare.paste(plain)
    if plain.mode == "P":
        bare.putpalette(plain.getpalette("RGB") or [])
    more = dict(FORMATS[kind])
    if "transparency" in plain.info and plain.mode in ("P", "L", "RGB"):
        more["transparency"] = plain.info["transparency"]
    out = io.BytesIO()
    bare.save(out, kind, **more)
    return out.getvalue()


def in_screen_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, *FAULTS):
        return picture
    return made or picture


def main() -> None:
    Image.init()
    confine(seconds=SECONDS, memory=MEMORY)
    with os.fdopen(0, "rb") as file:
        try:
            answer = drawn_anew(file.read())
        except FAULTS:
            return
    while answer:
        answer = answer[os.write(1, answer) :]
