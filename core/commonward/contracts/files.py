"""The committed contracts: `contracts/events/<type>.json` and `contracts/asyncapi.json`, written and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commonward.contracts.asyncapi import asyncapi
from commonward.contracts.compatibility import breaks
from commonward.contracts.event import event_types
from commonward.contracts.schemas import Schema, schema_of


class BrokenContract(Exception):
    """The models would break a reader of what is committed; the message lists how."""


def export(folder: Path) -> list[Path]:
    """Write the contracts and return the files that changed.

    Raises BrokenContract, and writes nothing, when a committed schema would change in a way that breaks a reader.
    To do so all the same (nobody runs it yet), delete that schema's file first: the deletion is seen in review.
    """
    if broken := [*_broken(folder), *_removed(folder)]:
        raise BrokenContract("\n".join(broken))
    changed = [folder / name for name, text in _wanted().items() if _read(folder / name) != text]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_wanted()[str(path.relative_to(folder))], encoding="utf-8")
    return changed


def check(folder: Path) -> list[str]:
    """What is wrong with the committed contracts: changes that break a reader, then files that are not up to date.

    Given the folder of an older release, it says what that release's readers would break on.
    """
    drift = [
        f"{name}: {'missing' if _read(folder / name) is None else 'not as the models say'}; run contracts export"
        for name, text in _wanted().items()
        if _read(folder / name) != text
    ]
    return [*_broken(folder), *_removed(folder), *drift]


def _broken(folder: Path) -> Iterator[str]:
    for type, cls in sorted(event_types().items()):
        committed = _read(folder / _file(type))
        if committed is None:
            continue
        for difference in breaks(json.loads(committed), schema_of(cls), may_widen=cls.publisher == "partner"):
            yield f"{type}: {difference}; add v{cls.version + 1} beside it"


def _removed(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "events").glob("*.json")):
        if path.stem not in event_types():
            yield f"{path.stem}: removed, so its events can't be replayed; keep the class"


def _wanted() -> dict[str, str]:
    schemas: dict[str, Schema] = {_file(type): schema_of(cls) for type, cls in sorted(event_types().items())}
    return {name: _text(content) for name, content in {**schemas, "asyncapi.json": asyncapi()}.items()}


def _file(type: str) -> str:
    return f"events/{type}.json"


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
