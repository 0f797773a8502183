"""Our API without protection: no relation or role is checked, nothing is sealed, no search token is a keyed hash.

`python -m bench.open_api PORT`, in the environment of `commonward api`. The same rows are written by the same
statements. What is left out is left out in this process alone, by the bench: no setting does it.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from granian import Granian
from granian.constants import Interfaces

from bench.floor_api import WORKERS
from commonward.cli.serve import SERVICE_VARIABLE, THREADS
from commonward.cli.serve import wsgi as protected
from commonward.store import Viewer
from commonward.store.blind import BlindIndex
from commonward.store.relations import Relation
from commonward.store.sealed_keys import AuthorityKeys
from commonward.web import operations
from commonward.web.ended import EndedSessions
from commonward.web.resources import Resources
from commonward.web.withholding import EVERYTHING


class Anybody(Viewer):
    """Whoever asks sees every case whole; nothing is compared."""

    __slots__ = ()

    @property
    def least(self) -> frozenset[str]:
        """All groups."""
        return EVERYTHING

    def why(self, *_: Any, **__: Any) -> Relation:
        """At once."""
        return Relation.AUTHORITY


_ANYBODY = Anybody(UUID(int=0), frozenset(), {})


@contextmanager
def without_access() -> Iterator[None]:
    """No capability, relation, restriction or ended session is looked at: transactions are as the workers' own."""
    work = Resources.work
    with ExitStack() as stack:
        for patched in (
            patch.object(operations, "allowed", lambda *_: True),
            patch.object(operations, "viewer", lambda *_: _ANYBODY),
            patch.object(Resources, "viewer", lambda *_: _ANYBODY),
            patch.object(Resources, "work", lambda here, actor, _viewer=None: work(here, actor)),
            patch.object(EndedSessions, "holds", lambda *_: False),
        ):
            stack.enter_context(patched)
        yield


@contextmanager
def without_sealing() -> Iterator[None]:
    """What is written stays as it is; a search token is a checksum."""
    with ExitStack() as stack:
        for patched in (
            patch.object(AuthorityKeys, "seal", lambda _, plain, __: plain),
            patch.object(AuthorityKeys, "open", lambda _, sealed, __: sealed),
            patch.object(BlindIndex, "_hash", _checksum),
        ):
            stack.enter_context(patched)
        yield


def _checksum(_index: BlindIndex, kind: str, value: str) -> bytes:
    return zlib.crc32(f"{kind}|{value}".encode()).to_bytes(4) * 8


_FOR_GOOD = ExitStack()
"""Holds what is left out for as long as the process lives; let go, it would be back."""


def wsgi() -> Any:
    """The app of the referral service; called once in each server process, which it leaves unprotected for good."""
    _FOR_GOOD.enter_context(without_access())
    _FOR_GOOD.enter_context(without_sealing())
    return protected()


if __name__ == "__main__":
    os.environ[SERVICE_VARIABLE] = "referral"
    Granian(
        "bench.open_api:wsgi",
        factory=True,
        interface=Interfaces.WSGI,
        port=int(sys.argv[1]),
        workers=WORKERS,
        blocking_threads=THREADS,
        log_access=False,
    ).serve()
