"""What several kinds of hostile files share."""

import zipfile
from io import BytesIO


def eicar() -> bytes:
    """The harmless string that every scanner calls a virus; in hexadecimal, or scanners would object to this file."""
    return bytes.fromhex(
        "58354f2150254041505b345c505a58353428505e2937434329377d24"
        "45494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a"
    )


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def program(kind: str = "windows") -> bytes:
    heads = {
        "windows": b"MZ\x90\x00" + bytes(56) + b"\x40\x00\x00\x00PE\x00\x00L\x01",
        "linux": b"\x7fELF\x02\x01\x01",
        "mac": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01",
        "java": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    }
    return heads[kind] + bytes(400)
