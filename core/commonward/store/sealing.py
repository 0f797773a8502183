"""Sealed bytes that are no column of a row, such as parked events: AES-256-GCM, bound to their authority."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonward.settings import Settings
from commonward.store.keys import NONCE_BYTES, BrokenSeal, master_key


class Sealer:
    """Seals and opens with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @classmethod
    def of(cls, settings: Settings) -> Sealer:
        """The sealer of these settings. Raises SettingsError."""
        return cls(master_key(settings))

    def seal(self, plain: bytes, authority: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, authority.encode())

    def open(self, sealed: bytes, authority: str) -> bytes:
        """Return the plain bytes. Raises BrokenSeal."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], authority.encode())
        except InvalidTag:
            raise BrokenSeal("these bytes can't be opened with this key for this authority") from None
