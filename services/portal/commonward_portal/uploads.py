"""A file that somebody sends with a form. It is held in memory: no disk keeps what is personal unsealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from flask import Request, request


class FormRequest(Request):
    """A request whose files never touch the disk, however large they are."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def sent_file(name: str) -> tuple[str, bytes]:
    """Name and content of the file of a field; both are empty where none was chosen."""
    sent = request.files.get(name)
    return ((sent.filename or "").strip(), _content(sent.stream)) if sent else ("", b"")


def digests() -> Iterator[str]:
    """What tells the files of a form from others of the same names."""
    for name, sent in sorted(request.files.items()):
        yield f"{name}={hashlib.sha256(_content(sent.stream)).hexdigest()}"


def _content(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()
