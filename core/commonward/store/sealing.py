"""Sealed bytes that are no column of a row, such as parked events: AES-256-GCM, bound to their authority."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonward.settings import Settings
from commonward.store.keys import NONCE_BYTES, BrokenSeal, master_keys, open_with


class Sealer:
    """Seals with one key of 32 bytes, and opens with it or another."""

    def __init__(self, key: bytes, *others: bytes) -> None:
        self._ciphers = tuple(map(AESGCM, (key, *others)))

    @classmethod
    def of(cls, settings: Settings) -> Sealer:
        """The sealer of these settings. Raises SettingsError."""
        return cls(*master_keys(settings))

    def seal(self, plain: bytes, authority: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, plain, authority.encode())

    def open(self, sealed: bytes, authority: str) -> bytes:
        """Return the plain bytes. Raises BrokenSeal."""
        opened = open_with(self._ciphers, sealed, authority)
        if opened is None:
            raise BrokenSeal("these bytes can't be opened with this key for this authority")
        return opened
