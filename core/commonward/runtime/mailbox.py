"""A catch-all mailbox for development: an SMTP server that keeps what it is sent, and a page that shows it."""

from __future__ import annotations

import email
import email.policy
import socket
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, render_template

from commonward.clock import moment_in_words, utcnow

KEPT = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it was accepted."""

    accepted_at: datetime
    to: tuple[str, ...]
    message_id: str
    subject: str
    text: str


class Mailbox:
    """Accepts every message and keeps the newest."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.mails: deque[Mail] = deque(maxlen=KEPT)
        self.port = port or _free_port(host)
        self._controller = Controller(self, hostname=host, port=self.port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # aiosmtpd's name
        """Called by aiosmtpd for each message."""
        content = envelope.content or b""
        parsed: Any = email.message_from_bytes(
            content if isinstance(content, bytes) else content.encode(), policy=email.policy.default
        )
        body = parsed.get_body(("plain",))
        self.mails.append(
            Mail(
                accepted_at=utcnow(),
                to=tuple(envelope.rcpt_tos),
                message_id=str(parsed["Message-ID"]),
                subject=str(parsed["Subject"]),
                text=body.get_content() if body else "",
            )
        )
        return "250 kept"

    def start(self) -> None:
        """Listen on `port`."""
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        self._controller.stop()

    def app(self) -> Flask:
        """A page with the messages, newest first."""
        app = Flask(__name__)
        app.jinja_env.filters["moment"] = moment_in_words
        app.add_url_rule("/", "mailbox", lambda: render_template("mailbox.html", mails=list(reversed(self.mails))))
        return app


def _free_port(host: str) -> int:
    """aiosmtpd needs to know its port beforehand."""
    with socket.create_server((host, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
