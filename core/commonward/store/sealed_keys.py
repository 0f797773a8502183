"""The data keys of one authority in one service's database, wrapped; and unwrapped in memory for a minute.

They are fetched before a transaction begins, so that sealing and opening within it ask the database nothing.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, LargeBinary, UniqueConstraint, insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, col

from commonward.clock import utcnow
from commonward.store.keys import KEY_BYTES, NONCE_BYTES, BrokenSeal, KeyService
from commonward.store.types import Tenant, instant, new_id

DATA, INDEX = "data", "index"
KEPT = 60.0
"""Seconds for which unwrapped keys are kept: the longest that another process's rotation or destruction takes."""
KNOWN = timedelta(seconds=2 * KEPT)
"""After this every process has a new key of search tokens, and writes with it."""
_VERSION = 1
_HEAD = 3
"""Bytes before the nonce: the version of this format, and the key's generation."""


class KeyGone(BrokenSeal):
    """The authority's keys were destroyed: what they sealed is unreadable for good, and nothing new is sealed."""


class DataKey(Tenant, table=True):
    """A data key of the authority's. The row stays when the key is destroyed, so that no generation comes twice."""

    __tablename__ = "data_key"
    __table_args__ = (UniqueConstraint("authority", "purpose", "generation"),)
    purpose: str = Field(max_length=10)
    """`data` seals values; `index` makes the tokens by which they are searched."""
    generation: int
    wrapped: bytes | None = Field(default=None, sa_type=LargeBinary)
    """As the key service wrapped it; nothing once it is destroyed."""
    made_at: datetime = instant()
    destroyed_at: datetime | None = instant(default=None, nullable=True)


@dataclass(frozen=True, slots=True)
class _Held:
    """What one look at the table found."""

    asked: float
    """When it was looked at, by the clock that only goes forward."""
    ciphers: Mapping[int, AESGCM]
    newest: int
    indexes: tuple[tuple[datetime, bytes], ...]
    """Since when each key of search tokens is there, the oldest first."""
    gone: bool


_NOTHING = _Held(float("-inf"), {}, 0, (), gone=False)


class AuthorityKeys:
    """Seals and opens for one authority. Threads may share it."""

    def __init__(self, engine: Engine, authority: str, service: KeyService) -> None:
        self._engine = engine.execution_options(authority=authority)
        self._service = service
        self._held = _NOTHING
        self._taking = threading.Lock()
        self.authority = authority

    @property
    def gone(self) -> bool:
        """Whether all of the authority's keys were destroyed, as of the last look."""
        return self._held.gone

    @property
    def newest(self) -> int:
        """The generation that seals what is written now; 0 before the first."""
        return self._held.newest

    @property
    def indexes(self) -> tuple[bytes, ...]:
        """The keys of the authority's search tokens: the one to write with, then those to search by too.

        A new key is written with once every process has it. Raises KeyGone.
        """
        held = self._held.indexes
        if not held:
            raise self._missing("to search by")
        known = [key for made_at, key in held[1:] if made_at + KNOWN <= utcnow()]
        writes = known[-1] if known else held[0][1]
        return (writes, *(key for _, key in reversed(held) if key != writes))

    def refresh(self, *, make: bool) -> None:
        """Look at the keys again when they were kept long enough; `make` the first ones when there are none."""
        if time.monotonic() < self._held.asked + KEPT and not (make and self._lacks()):
            return
        self.load()
        if make and self._lacks():
            self.add(DATA, 1)
            self.add(INDEX, 1)
            self.load()

    def load(self) -> None:
        """Look at the keys now. What another thread has found since this one asked is kept instead."""
        asked = time.monotonic()
        wanted = select(col(DataKey.purpose), col(DataKey.generation), col(DataKey.made_at), col(DataKey.wrapped))
        with self._engine.connect() as connection:
            found = connection.execute(wanted.where(col(DataKey.authority) == self.authority)).all()
        keys = {
            (purpose, generation): (made_at, self._service.unwrap(wrapped, self.authority))
            for purpose, generation, made_at, wrapped in found
            if wrapped is not None
        }
        ciphers = {generation: AESGCM(key) for (purpose, generation), (_, key) in keys.items() if purpose == DATA}
        looked = _Held(
            asked=asked,
            ciphers=ciphers,
            newest=max(ciphers, default=0),
            indexes=tuple(held for (purpose, _), held in sorted(keys.items()) if purpose == INDEX),
            gone=bool(found) and not keys,
        )
        with self._taking:
            self._held = max(looked, self._held, key=lambda held: held.asked)

    def add(self, purpose: str, generation: int) -> None:
        """Make a key, committed before anything is sealed with it; another process may have made it meanwhile."""
        wrapped = self._service.wrap(os.urandom(KEY_BYTES), self.authority)
        row = {"authority": self.authority, "id": new_id(), "purpose": purpose, "generation": generation}
        try:
            with self._engine.execution_options(writing=True).begin() as connection:
                connection.execute(insert(DataKey).values(**row, wrapped=wrapped, made_at=utcnow()))
        except IntegrityError:
            return

    def seal(self, plain: bytes, place: str) -> bytes:
        """Version, generation, nonce and ciphertext, which opens in this place only. Raises KeyGone."""
        held = self._held
        if not held.newest:
            raise self._missing("to seal with")
        head = bytes((_VERSION, *held.newest.to_bytes(2)))
        nonce = os.urandom(NONCE_BYTES)
        return head + nonce + held.ciphers[held.newest].encrypt(nonce, plain, self._bound(head, place))

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes. Raises BrokenSeal."""
        head, nonce, rest = sealed[:_HEAD], sealed[_HEAD : _HEAD + NONCE_BYTES], sealed[_HEAD + NONCE_BYTES :]
        if not is_sealed(sealed):
            raise BrokenSeal(f"{place} is not sealed: `commonward keys reseal` seals what an older version wrote")
        cipher = self._cipher(generation_of(sealed))
        try:
            return cipher.decrypt(nonce, rest, self._bound(head, place))
        except InvalidTag:
            raise BrokenSeal(f"{place} was changed, moved, or sealed with another key") from None

    def _cipher(self, generation: int) -> AESGCM:
        if generation not in self._held.ciphers:
            self.load()  # another process may have rotated
        if generation not in self._held.ciphers:
            raise self._missing(f"of generation {generation}")
        return self._held.ciphers[generation]

    def _lacks(self) -> bool:
        return not self._held.gone and (not self._held.newest or not self._held.indexes)

    def _missing(self, what: str) -> BrokenSeal:
        if self._held.gone:
            return KeyGone(f"{self.authority} has no key {what}: its keys were destroyed")
        return BrokenSeal(f"{self.authority} has no key {what}")

    def _bound(self, head: bytes, place: str) -> bytes:
        return head + f"{self.authority}|{place}".encode()


def is_sealed(value: bytes) -> bool:
    """Whether a value begins as sealed ones do, and no text does."""
    return value[:1] == bytes((_VERSION,)) and len(value) > _HEAD + NONCE_BYTES


def generation_of(sealed: bytes) -> int:
    """The generation of the key that sealed a value."""
    return int.from_bytes(sealed[1:_HEAD])
