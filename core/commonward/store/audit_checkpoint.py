"""Checkpoints: where every chain of the audit trail ended at a time, signed (Ed25519), to be kept somewhere else.

A chain alone can't show that its newest part was cut off, or that somebody made all of it anew; a checkpoint can.
"""

from __future__ import annotations

import base64
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, ValidationError

from commonward.settings import Settings, SettingsError
from commonward.store.audit_verifying import Mark
from commonward.store.keys import key_of

_PURPOSE = b"commonward audit checkpoint 1\n"
"""Stands before the signed bytes, so that a signature means this and nothing else."""


class BadCheckpoint(Exception):
    """The file is no checkpoint, was changed, or was signed with another key."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class End(_Part):
    """The newest seal of one service's trail of one authority; number 0 where nothing is sealed yet."""

    service: str
    authority: str
    number: int
    hash: str
    """In hexadecimal."""

    @property
    def mark(self) -> Mark:
        """What the chain has to agree with."""
        return Mark(self.number, bytes.fromhex(self.hash))


class Checkpoint(_Part):
    """All chains of a region."""

    region: str
    made_at: datetime
    ends: tuple[End, ...]

    def mark(self, service: str, authority: str) -> Mark | None:
        """Where a chain ended, if it is one of these."""
        return next((end.mark for end in self.ends if (end.service, end.authority) == (service, authority)), None)


class _Signed(_Part):
    checkpoint: Checkpoint
    signature: str


class Signer:
    """Signs with the region's audit key."""

    def __init__(self, key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)

    @classmethod
    def of(cls, settings: Settings) -> Signer:
        """The signer of these settings; in development a key file is made in the data folder. Raises SettingsError."""
        return cls(_key(settings))

    @property
    def public_key(self) -> str:
        """What checks its signatures, in base64; no secret."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, checkpoint: Checkpoint) -> str:
        """The file's text."""
        signature = base64.b64encode(self._key.sign(_bytes(checkpoint))).decode()
        return _Signed(checkpoint=checkpoint, signature=signature).model_dump_json(indent=2) + "\n"


def read_checkpoint(text: str, public_key: str) -> Checkpoint:
    """The checkpoint of a file's text. Raises BadCheckpoint."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
    except ValueError:
        raise BadCheckpoint("the public key must be 32 bytes in base64, as `commonward audit key` prints it") from None
    try:
        signed = _Signed.model_validate_json(text)
        key.verify(base64.b64decode(signed.signature, validate=True), _bytes(signed.checkpoint))
    except (ValidationError, ValueError):
        raise BadCheckpoint("this is no checkpoint of the audit trail") from None
    except InvalidSignature:
        raise BadCheckpoint("the checkpoint was changed, or signed with another key") from None
    return signed.checkpoint


def _bytes(checkpoint: Checkpoint) -> bytes:
    return _PURPOSE + checkpoint.model_dump_json().encode()


def _key(settings: Settings) -> bytes:
    if settings.audit_key is None and settings.environment != "development":
        raise SettingsError("audit_key: must be given (COMMONWARD_AUDIT_KEY): 32 random bytes in base64")
    return key_of("audit_key", settings.audit_key, settings.data_dir / "audit.key")
