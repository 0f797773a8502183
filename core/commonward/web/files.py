"""Files as answers: only ever to be saved, under a name that no header and no screen can be tricked with."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response
from pydantic import BaseModel

ANY_BYTES = "application/octet-stream"
"""No browser shows it, whatever is in it."""
_PLAIN = re.compile(r"[^A-Za-z0-9._ -]")


class File(BaseModel):
    """Declares, among a route's answers, that it is bytes to be saved."""


def download(content: bytes, name: str) -> Response:
    """The file, to be saved under its name; clients that know only ASCII get a plain likeness of it."""
    plain = _PLAIN.sub("_", name)
    saved = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": saved, "X-Content-Type-Options": "nosniff"}
    return Response(content, headers=headers, content_type=ANY_BYTES)
