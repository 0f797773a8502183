"""Files that tests send, and a virus scanner that knows one virus."""

from __future__ import annotations

import base64
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

VIRUS = b"A synthetic virus."
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR synthetic \x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0 synthetic \xff\xd9"
TEXT = "A synthetic note, with an é.\n".encode()
MAIL = b"From: a@mill.example\nTo: b@mill.example\nDate: Mon, 2 Mar 2026 09:30:00 +0000\nSubject: Synthetic\n\nWords.\n"


def package(*parts: str, content: bytes = b"<synthetic/>") -> bytes:
    """An office document of these parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as written:
        for part in ("[Content_Types].xml", *parts):
            written.writestr(part, content)
    return made.getvalue()


def file(name: str = "note.pdf", content: bytes = PDF, **about: Any) -> dict[str, Any]:
    """A body that adds a file."""
    return {"name": name, "content": base64.b64encode(content).decode(), **about}


class _Daemon(socketserver.BaseRequestHandler):
    """Speaks the INSTREAM of ClamAV's daemon."""

    def handle(self) -> None:
        line = self.request.makefile("rb")
        assert line.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", line.read(4))[0]:
            content += line.read(size)
        self.request.sendall(b"stream: Synthetic-Virus FOUND\0" if VIRUS in content else b"stream: OK\0")


@contextmanager
def scanner() -> Iterator[str]:
    """A scanner, and its address for the settings."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"clamd://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
