"""A table as a file for a spreadsheet, in which no cell can be taken for a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""As OWASP lists them; full-width forms of the signs are read as formulas too."""
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_file(name: str, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The answer that a browser saves under this name."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(map(cell, titles))
    writer.writerows([cell(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def cell(value: object) -> str:
    """A value as text; what a spreadsheet would calculate stands behind an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith((*_BEGINS_A_FORMULA, *_WIDE)) else text
