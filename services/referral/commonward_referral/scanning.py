"""Asking a virus scanner about a file. ClamAV's daemon is one; whatever speaks its INSTREAM takes its place."""

from __future__ import annotations

import socket
import struct
from typing import Protocol

from commonward.contracts.events import Scan
from commonward.settings import Settings

PIECE = 64 * 1024
SECONDS = 30.0
"""How long the scanner may be silent."""


class ScannerAway(Exception):
    """The scanner can't be asked just now, or gives no answer that counts."""


class Scanner(Protocol):
    """Says whether content is harmful."""

    def is_clean(self, content: bytes) -> bool:
        """Whether nothing harmful is known of it. Raises ScannerAway."""
        ...


class ClamAv:
    """ClamAV's daemon, over TCP. Its protocol: `clamd(8)`, the command INSTREAM."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)

    def is_clean(self, content: bytes) -> bool:
        """Whether nothing harmful is known of it. Raises ScannerAway."""
        try:
            answer = self._ask(content)
        except OSError as error:
            raise ScannerAway(f"the virus scanner can't be reached: {type(error).__name__}") from error
        if answer == "stream: OK":
            return True
        if answer.endswith(" FOUND"):
            return False
        raise ScannerAway("the virus scanner gave no verdict")

    def _ask(self, content: bytes) -> str:
        with socket.create_connection(self._address, timeout=SECONDS) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
            said = b""
            while b"\0" not in said and (more := line.recv(4096)):
                said += more
        return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def scanner_of(settings: Settings) -> Scanner | None:
    """The scanner that the settings name, if any."""
    if settings.attachments.scanner is None:
        return None
    host, _, port = settings.attachments.scanner.removeprefix("clamd://").rpartition(":")
    return ClamAv(host, int(port))


def scan(settings: Settings, content: bytes) -> Scan:
    """What the scanner says. Where it can't be asked the file waits; where there is none, unless in development."""
    scanner = scanner_of(settings)
    if scanner is None:
        return Scan.NONE if settings.environment == "development" else Scan.WAITING
    try:
        return Scan.CLEAN if scanner.is_clean(content) else Scan.INFECTED
    except ScannerAway:
        return Scan.WAITING
