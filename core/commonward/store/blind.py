"""Blind indexes: values are found again by keyed hashes of them, which say nothing without the authority's key.

`exact` is long enough to be unique. `token` is short on purpose: by chance it is shared by several values, so that
even who has the index's key can't be sure of a single one; what is found is opened and compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from commonward.store.sealed_keys import AuthorityKeys

EXACT_BYTES = 16
TOKEN_BITS = 20


class BlindIndex:
    """Makes the hashes of one authority.

    While its key is changed, what is written is hashed with the first key, and what is looked for with each.
    """

    def __init__(self, key: bytes, *others: bytes) -> None:
        self._begun = HMAC(key, SHA256())
        self._others = others

    @classmethod
    def of(cls, keys: AuthorityKeys) -> BlindIndex:
        """With the keys of an authority. Raises KeyGone."""
        return cls(*keys.indexes)

    def each(self) -> Iterator[BlindIndex]:
        """One for each key by which something may have been written."""
        yield self
        yield from map(BlindIndex, self._others)

    def exacts(self, kind: str, value: str) -> tuple[bytes, ...]:
        """The hashes under which exactly this value may be found, the one that is written now first."""
        return tuple(each.exact(kind, value) for each in self.each())

    def exact(self, kind: str, value: str) -> bytes:
        """The hash under which exactly this value is found."""
        return self._hash(kind, value)[:EXACT_BYTES]

    def token(self, kind: str, value: str) -> int:
        """The short hash that this value shares with some others."""
        return int.from_bytes(self._hash(kind, value)[:4]) >> (32 - TOKEN_BITS)

    def _hash(self, kind: str, value: str) -> bytes:
        hashing = self._begun.copy()
        hashing.update(f"{kind}|{value}".encode())
        return hashing.finalize()
