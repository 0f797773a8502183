"""The bytes of the audit trail's chain: what a row's digest and a seal's hash are made of. Pure.

Everything is SHA-256 over canonical JSON: an array, ASCII, no spaces, instants in UTC with microseconds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

BEGINNING = bytes(32)
"""What stands before the first seal."""
_ENTRY = 16 + 32


@dataclass(frozen=True, slots=True)
class Entry:
    """What a seal keeps of one row of the trail."""

    id: UUID
    digest: bytes


def entry_of(row: Any) -> Entry:
    """The entry of an audit row. The digest leaves out the id, so that two rows that changed places show as such."""
    return Entry(row.id, _digest([row.authority, row.at, row.actor, row.action, row.subject, row.why]))


def pack(entries: Iterable[Entry]) -> bytes:
    """Entries as a seal keeps them."""
    return b"".join(entry.id.bytes + entry.digest for entry in entries)


def unpack(rows: bytes) -> Iterator[Entry]:
    """The entries that a seal keeps; bytes behind the last whole one are left out."""
    for start in range(0, len(rows) - _ENTRY + 1, _ENTRY):
        yield Entry(UUID(bytes=rows[start : start + 16]), rows[start + 16 : start + _ENTRY])


def seal_hash(service: str, seal: Any) -> bytes:
    """The hash of a seal: over all of its fields but the hash itself, and over the service that it belongs to."""
    names = ("authority", "id", "number", "at", "first", "last", "floor", "count", "previous", "rows")
    return _digest([service, *(getattr(seal, name) for name in names)])


def id_from(moment: datetime) -> UUID:
    """The lowest id (UUIDv7) that can be made at this moment."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def moment_of(id: UUID) -> datetime:
    """When an id was made, by the clock that ids go by."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)


def _digest(values: list[Any]) -> bytes:
    return hashlib.sha256(json.dumps(values, separators=(",", ":"), default=_plain).encode()).digest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no canonical bytes")
