"""The tables of the registers that the mirror holds: made again only where a register says something else."""

import logging
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction

from cms.core import clock, content_version
from cms.snippets.models import RegisterExport
from cms.snippets.register_export import REGISTERS, Register, Row, as_csv, as_json, as_xlsx, read_registers, sha256_of

logger = logging.getLogger(__name__)
KINDS = ("json", "csv", "xlsx")
SEEN = "registers-exported-for"
KEPT_S = 3600


def export_where_changed() -> None:
    """Every minute: where anything that is published changed, or a new day began (states follow from the day)."""
    now = f"{content_version.current()} {clock.today()}"
    if cache.get(SEEN) != now:
        export_registers()
        cache.set(SEEN, now, KEPT_S)


def export_registers() -> list[str]:
    """The names of the registers that say something else than before. Raises StoreUnavailable."""
    found = read_registers()
    return [register.name for register in REGISTERS if _export(register, found[register.name])]


@transaction.atomic
def _export(register: Register, rows: list[Row]) -> bool:
    """Two at once make the same files; the second row waits for the first and finds that nothing changed."""
    content = as_json({register.name: rows})
    sha256 = sha256_of(content)
    row = RegisterExport.objects.select_for_update().filter(register=register.name).first()
    if row is not None and row.sha256 == sha256:
        return False
    made: dict[str, bytes] = {"json": content, "csv": as_csv(register, rows), "xlsx": as_xlsx(register, rows)}
    before = [getattr(row, kind).name for kind in KINDS] if row is not None else []
    row = row or RegisterExport(register=register.name)
    row.sha256, row.rows, row.made_at = sha256, len(rows), clock.now()
    for kind in KINDS:
        getattr(row, kind).save(f"{register.name}.{kind}", ContentFile(made[kind]), save=False)
    row.save()
    storage: Any = RegisterExport._meta.get_field("json").storage  # type: ignore[union-attr]
    for name in before:
        storage.delete(name)
    logger.info("register %s: %s rows, %s", register.name, len(rows), sha256[:12])
    return True
