"""A post office within the process: it takes every mail and keeps none, so that notices are delivered."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Taking(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    def handle(self) -> None:
        self._say("220 synthetic")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self._say("354 go on")
                self._take_mail()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 taken")

    def _take_mail(self) -> None:
        for line in self.rfile:
            if line.rstrip(b"\r\n") == b".":
                return

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def post_office() -> Iterator[int]:
    """Take mail on a port of the loopback address until the context ends; it gives the port."""
    with _Server(("127.0.0.1", 0), _Taking) as server:
        thread = threading.Thread(target=server.serve_forever, name="post", daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
