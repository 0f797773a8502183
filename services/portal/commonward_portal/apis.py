"""Ask the services, all at once, with the user's own token. What does not answer in time is said to be away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import requests
from opentelemetry.propagate import inject
from requests.adapters import HTTPAdapter

from commonward.identity import Reason
from commonward.settings import Settings
from commonward.telemetry import logger
from commonward_portal.withheld import owned_up

PATIENCE = 2.0
"""Seconds that a page waits for its parts, all together."""
SENDING = 15.0
"""Seconds that a form waits: to give up early would leave its sender in doubt."""
THREADS = 32
SAVING = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")


class SignedOut(Exception):
    """The provider has ended the user's session, and the services know it."""


class KeysDestroyed(Exception):
    """The keys of the user's board were destroyed: nothing of it can be read any more, or be recorded."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said. Status 0: nothing, or nothing that can be used."""

    status: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it is what was asked for."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def whole(self) -> bool:
        """It is, and the service knows who may see what, so that an empty list means that there is nothing."""
        return self.ok and self.body.get("minutes_behind") is None

    @property
    def absent(self) -> bool:
        """Not there, or not the user's to see."""
        return self.status == HTTPStatus.NOT_FOUND

    @property
    def refused(self) -> bool:
        """The user's role does not allow it."""
        return self.status == HTTPStatus.FORBIDDEN

    @property
    def away(self) -> bool:
        """No use asking on: the service is away, or does not take the user's token."""
        return not (self.ok or self.absent or self.refused or self.status == HTTPStatus.UNPROCESSABLE_ENTITY)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file, or what was answered in its place."""

    answer: Answer
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those that make a browser save it, and under which name."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One read."""

    service: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)


class Apis:
    """The services' APIs. Safe to share between threads."""

    def __init__(self, settings: Settings, heard: Callable[[str, Answer], None]) -> None:
        self._settings = settings
        self._heard = heard
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="portal-api")
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=THREADS))

    def read(self, token: str, asks: Mapping[str, Ask]) -> dict[str, Answer]:
        """Every answer by its name, within the patience of one page."""
        headers = _headers(token)
        futures = {
            name: self._pool.submit(
                self._send, "GET", ask.service, ask.path, headers, params=dict(ask.query), timeout=PATIENCE
            )
            for name, ask in asks.items()
        }
        wait(futures.values(), timeout=PATIENCE)
        return {name: self._known(asks[name].service, _result(future)) for name, future in futures.items()}

    def tell(self, services: Iterable[str], path: str, body: Mapping[str, Any]) -> dict[str, Answer]:
        """The same to several services at once, where the body itself is the proof of who says it."""
        futures = {
            name: self._pool.submit(self._send, "POST", name, path, {}, json=dict(body), timeout=PATIENCE)
            for name in services
        }
        return {name: future.result() for name, future in futures.items()}

    def send(self, token: str, service: str, path: str, body: Mapping[str, Any], method: str = "POST") -> Answer:
        """Send a form. Status 0 leaves in doubt whether it was received."""
        answer = self._send(method, service, path, _headers(token), json=body, timeout=SENDING)
        return self._known(service, answer)

    def fetch(self, token: str, service: str, path: str) -> Fetched:
        """A file that the user saves."""
        response = self._request("GET", service, path, _headers(token), timeout=SENDING)
        if response is None or not response.ok:
            return Fetched(self._known(service, _answer(service, response)))
        headers = {name: response.headers[name] for name in SAVING if name in response.headers}
        return Fetched(Answer(response.status_code), response.content, headers)

    def _known(self, service: str, answer: Answer) -> Answer:
        """The answer, unless nobody can go on with it. Raises SignedOut or KeysDestroyed."""
        if answer.status == HTTPStatus.UNAUTHORIZED and answer.body.get("detail") == Reason.ENDED.value:
            raise SignedOut
        if answer.status == HTTPStatus.GONE:
            raise KeysDestroyed
        self._heard(service, answer)
        return answer

    def _send(self, method: str, service: str, path: str, headers: Mapping[str, str], **options: Any) -> Answer:
        return _answer(service, self._request(method, service, path, headers, **options))

    def _request(
        self, method: str, service: str, path: str, headers: Mapping[str, str], **options: Any
    ) -> requests.Response | None:
        url = self._settings.service_url(service) + path
        try:
            return self._session.request(method, url, headers=headers, allow_redirects=False, **options)
        except requests.RequestException as error:
            _away(service, error)
            return None


def _answer(service: str, response: requests.Response | None) -> Answer:
    if response is None:
        return Answer()
    try:
        return Answer(response.status_code, response.json(object_hook=owned_up))
    except ValueError as error:
        _away(service, error)
        return Answer()


def _away(service: str, error: Exception) -> None:
    logger("portal").warning("service away", service=service, reason=type(error).__name__)


def _headers(token: str) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    inject(headers)
    return headers


def _result(future: Future[Answer]) -> Answer:
    if future.done():
        return future.result()
    future.cancel()
    return Answer()
