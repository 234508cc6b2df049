"""Tables in and out: CSV and XLSX read robustly and written safely, and what an importer reports of each row."""

from cms.core.tabular.reading import Row, Table, read_table, table_from
from cms.core.tabular.report import Report, RowReport
from cms.core.tabular.writing import safe_text, write_csv, write_xlsx

__all__ = ["Report", "Row", "RowReport", "Table", "read_table", "safe_text", "table_from", "write_csv", "write_xlsx"]
