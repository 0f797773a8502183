"""A real SMTP server that keeps which message came when."""

from __future__ import annotations

import email
import time
from collections import defaultdict
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from commonward_stack.ports import HOST, free_port


class Post:
    """Every message that was accepted, by its Message-ID."""

    def __init__(self) -> None:
        self.accepted: dict[str, list[float]] = defaultdict(list)
        """Moments (of `time.monotonic`) by Message-ID."""
        self.then: Callable[[], None] | None = None
        """Called once, when the next message was accepted and before the sender hears of it."""
        self.port = free_port()
        self._controller = Controller(self, hostname=HOST, port=self.port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # aiosmtpd's name
        """Called by aiosmtpd for each message."""
        content = envelope.original_content or b""
        self.accepted[str(email.message_from_bytes(content)["Message-ID"])].append(time.monotonic())
        then, self.then = self.then, None
        if then is not None:
            then()
        return "250 kept"

    def __enter__(self) -> Post:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()
