"""Tokens for the load: the development provider, served by this process to APIs in production shape."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from commonward.identity.client import client_credentials_token
from commonward.identity.development import MOUNT, development_provider, ready_users
from commonward.settings import Settings

USERS = {"bolton": "bolton-social-worker", "leeds": "leeds-duty-and-advice"}


def issuers(public_url: str) -> str:
    """The lines that make a region's configuration accept these tokens."""
    return "".join(f'\n[[authorities.{board}.issuers]]\nissuer = "{public_url}{MOUNT}/{board}"\n' for board in USERS)


@contextmanager
def provider(settings: Settings) -> Iterator[None]:
    """Serve the provider at the settings' public address."""
    host, _, port = settings.public_url.removeprefix("http://").partition(":")
    mounted = DispatcherMiddleware(Flask("nothing"), {MOUNT: development_provider(settings, ready_users(settings))})
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(host, int(port), mounted, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def token(settings: Settings, board: str) -> str:
    """A fresh token of the board's practitioner."""
    return client_credentials_token(settings, board, USERS[board], "development")
