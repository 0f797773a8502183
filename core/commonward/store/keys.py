"""Who wraps the data keys: a key management service, or as here a master key that this process holds.

A data key is never stored as it is. What is stored is what the key service made of it, and only the key service
can undo that: take its key away, and everything that was sealed for the authority is unreadable.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from commonward.settings import Settings, SettingsError

KEY_BYTES = 32
NONCE_BYTES = 12


class BrokenSeal(Exception):
    """The bytes were changed or moved, or sealed with another key or for another authority."""


class KeyService(Protocol):
    """What is asked of a key management service; every call may be one over the network."""

    def wrap(self, key: bytes, authority: str) -> bytes:
        """Return the key so that only this service can give it back, for this authority."""

    def unwrap(self, wrapped: bytes, authority: str) -> bytes:
        """Return the key. Raises BrokenSeal."""


class MasterKey:
    """A key service in this process: AES-256-GCM under one key that is made of the master key for nothing else.

    What `others` wrapped is unwrapped too, so that the master key can be changed while processes run.
    """

    def __init__(self, master: bytes, *others: bytes) -> None:
        self._ciphers = tuple(map(_wrapping, (master, *others)))

    def wrap(self, key: bytes, authority: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, key, authority.encode())

    def unwrap(self, wrapped: bytes, authority: str) -> bytes:
        """Return the key. Raises BrokenSeal."""
        opened = open_with(self._ciphers, wrapped, authority)
        if opened is None:
            raise BrokenSeal(f"a data key of {authority} can't be unwrapped with this master key")
        return opened


def open_with(ciphers: Iterable[AESGCM], sealed: bytes, authority: str) -> bytes | None:
    """What the first of these opens; None when it is none of theirs."""
    for cipher in ciphers:
        try:
            return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], authority.encode())
        except (InvalidTag, ValueError):  # the second where there are too few bytes
            continue
    return None


def _wrapping(master: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=None, info=b"commonward: wraps data keys").derive(master))


def master_keys(settings: Settings) -> tuple[bytes, ...]:
    """The master key, and another that opens too where one is set. Raises SettingsError.

    In development the first is of a file that is made in the data folder.
    """
    first = key_of("seal_key", settings.seal_key, settings.data_dir / "seal.key")
    other = settings.seal_key_other
    return (first,) if other is None else (first, key_of("seal_key_other", other, settings.data_dir))


def key_of(name: str, given: SecretStr | None, development: Path) -> bytes:
    """The 32 bytes of a setting; where it is not given, of a file that is made. Raises SettingsError."""
    if given is None:
        return _development_key(development)
    try:
        key = base64.b64decode(given.get_secret_value(), validate=True)
    except ValueError:
        raise SettingsError(f"{name}: must be base64; {_making(name)}") from None
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{name}: must be {KEY_BYTES} bytes in base64, not {len(key)}; {_making(name)}")
    return key


def _making(name: str) -> str:
    return f"`openssl rand -base64 {KEY_BYTES}` makes one for COMMONWARD_{name.upper()}"


def _development_key(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(os.urandom(KEY_BYTES))
    return path.read_bytes()
