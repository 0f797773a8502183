"""Fetch the development provider's documents within the process that serves it.

Otherwise a server whose threads all verify a first token would wait for itself to answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask
from werkzeug.test import TestResponse

from commonward.identity.development.issuer import MOUNT
from commonward.identity.keys import Answer, Fetch
from commonward.settings import Settings


def in_process_fetch(provider: Flask, settings: Settings) -> Fetch:
    """A fetch for TokenVerifier: the provider's own addresses are answered here, all others over HTTP."""
    own = f"{settings.public_url.rstrip('/')}{MOUNT}/"

    def fetch(url: str, *, timeout: float) -> Answer:
        if url.startswith(own):
            return _Local(provider.test_client().get("/" + url.removeprefix(own)))
        return requests.get(url, timeout=timeout)

    return fetch


@dataclass(frozen=True)
class _Local:
    response: TestResponse

    def raise_for_status(self) -> None:
        if self.response.status_code >= requests.codes.bad_request:
            raise requests.HTTPError(self.response.status)

    def json(self) -> Any:
        return self.response.get_json()
