"""E-mail: what a notice says in it, and one SMTP connection for a batch of them.

A mail holds a reference, a link and plain words: never a name, what the case is about, or a level of risk.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from types import TracebackType
from uuid import UUID, uuid5

from commonward.clock import utcnow
from commonward.settings import MailSettings

_NAMESPACE = UUID("0198c0de-0b11-5a7e-8000-c0ffee000005")
TIMEOUT = 8.0
"""Seconds that the SMTP server has for each of its answers."""


class Result(StrEnum):
    """What became of an attempt."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """The mailbox takes no post, now or later."""
    DEFERRED = "deferred"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt's result, the server's code if it gave one, and when."""

    result: Result
    code: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written about a notice, and to which mailbox."""

    notice: UUID
    mailbox: str
    reference: str
    link: str
    words: str
    urgent: bool
    raised_at: datetime
    also: tuple[Letter, ...] = ()
    """Further ones that go to the same mailbox in the same mail."""


def gathered(letters: Sequence[Letter]) -> Letter:
    """One letter for all of them, which go to one mailbox. Its id follows from theirs."""
    first, *others = letters
    if not others:
        return first
    id = uuid5(_NAMESPACE, "|".join(sorted(str(letter.notice) for letter in letters)))
    return replace(first, notice=id, also=tuple(others))


def compose(letter: Letter, settings: MailSettings) -> EmailMessage:
    """The message. Its Message-ID is the notice's own, so that a repeat can be recognised."""
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = letter.mailbox
    message["Subject"] = _subject(letter)
    message["Date"] = format_datetime(letter.raised_at)
    message["Message-ID"] = f"<{letter.notice}@{settings.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(map(_content, (letter, *letter.also))))
    return message


def _subject(letter: Letter) -> str:
    if letter.also:
        return f"{1 + len(letter.also)} notices"
    return f"{'Urgent: case' if letter.urgent else 'Case'} {letter.reference}"


def _content(letter: Letter) -> str:
    return f"Case {letter.reference}\n\n{letter.words}\n\n{letter.link}\n"


class Mailer:
    """One connection to the relay that mail leaves by. Not shared between threads."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._smtp = smtplib.SMTP(local_hostname=settings.domain, timeout=TIMEOUT)

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._smtp.close()

    @property
    def connected(self) -> bool:
        """False when the server has hung up."""
        return self._smtp.sock is not None

    def connect(self) -> Outcome | None:
        """Open the connection; return what went wrong, if something did."""
        try:
            self._open()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Result.UNREACHABLE, _code(error), utcnow())
        return None

    def _open(self) -> None:
        settings = self._settings
        code, greeting = self._smtp.connect(settings.host, settings.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, greeting)
        if settings.starttls:
            self._smtp.starttls(context=ssl.create_default_context())
        if settings.username is not None and settings.password is not None:
            self._smtp.login(settings.username, settings.password.get_secret_value())

    def send(self, letter: Letter) -> Outcome:
        """Send one message and say what became of it."""
        try:
            self._smtp.send_message(compose(letter, self._settings), self._settings.sender, [letter.mailbox])
        except smtplib.SMTPRecipientsRefused as refused:
            code = _code(refused)
            result = Result.REFUSED if code is not None and code >= 500 else Result.DEFERRED
            return Outcome(result, code, utcnow())
        except smtplib.SMTPResponseException as error:
            return Outcome(Result.DEFERRED, error.smtp_code, utcnow())
        except (OSError, smtplib.SMTPException):
            self._smtp.close()
            return Outcome(Result.UNREACHABLE, None, utcnow())
        return Outcome(Result.ACCEPTED, 250, utcnow())


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
