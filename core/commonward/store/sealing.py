"""Sealed bytes: AES-256-GCM, bound to the authority that they belong to."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonward.settings import Settings, SettingsError

_NONCE = 12


class BrokenSeal(Exception):
    """The bytes were changed, or sealed with another key or for another authority."""


class Sealer:
    """Seals and opens with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @classmethod
    def of(cls, settings: Settings) -> Sealer:
        """The sealer of these settings; in development a key file is made in the data folder. Raises SettingsError."""
        if settings.seal_key is None:
            return cls(_development_key(settings.data_dir / "seal.key"))
        try:
            key = base64.b64decode(settings.seal_key.get_secret_value(), validate=True)
        except ValueError:
            raise SettingsError("seal_key: must be base64") from None
        if len(key) != 32:
            raise SettingsError(f"seal_key: must be 32 bytes in base64, not {len(key)}")
        return cls(key)

    def seal(self, plain: bytes, authority: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, authority.encode())

    def open(self, sealed: bytes, authority: str) -> bytes:
        """Return the plain bytes. Raises BrokenSeal."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], authority.encode())
        except InvalidTag:
            raise BrokenSeal("these bytes can't be opened with this key for this authority") from None


def _development_key(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(os.urandom(32))
    return path.read_bytes()
