"""One service's app on files of its own, whose callers show `board/role` as their token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient

from commonward.identity import Actor, InvalidToken, Reason
from commonward.runtime import Platform, Service


class Tokens:
    """`board/role` is the token of that role's holder, and anything else a forged one."""

    def verify(self, written: str) -> Actor:
        board, slash, role = written.partition("/")
        if not slash:
            raise InvalidToken(Reason.SIGNATURE)
        return Actor.from_token(board, role, frozenset({role}))


@contextmanager
def asking(platform: Platform, service: Service) -> Iterator[FlaskClient]:
    """The service, migrated, until the context ends."""
    platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    platform.migrate(service)
    yield platform.app(service).test_client()
    platform.close()
