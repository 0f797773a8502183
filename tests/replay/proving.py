"""The proof on one board's year: rebuilt, told again in every shape, decided again."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import func
from sqlmodel import col, select

from commonward.cli.synthesise import MEMORY
from commonward.procedure.rebuilding import redecide
from commonward.runtime.history import histories
from commonward.settings import Settings
from commonward.store import Inbox, Subject
from tests.replay import again, years


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    board: str
    shape: str
    subjects: int
    events: int
    obligations: int
    differences: int
    seconds: float


def prove(board: str, folder: Path, cases: int, seed: int) -> Iterator[Line]:
    """Make a year, hold it against its events, and tell it again in each shape. The folder is there already."""
    began = time.monotonic()
    settings = years.make(board, folder / "year", cases, seed)
    with years.opened(settings) as platform:
        counted = _counted(board, settings)
        yield Line(board, "made by the services", *counted, 0, time.monotonic() - began)
        began = time.monotonic()
        found = len(years.differences(platform))
        yield Line(board, "rebuilt from each inbox", *counted, found, time.monotonic() - began)
        began = time.monotonic()
        with years.recorder(platform) as session:
            otherwise = sum(1 for _, past in histories(session) for _ in redecide(past, platform.procedures))
        yield Line(board, "decided again, same edition", *counted, otherwise, time.monotonic() - began)
        right, messages = years.obligations(platform), again.log_of(platform)
    for number, shape in enumerate(again.SHAPES):
        began = time.monotonic()
        fresh = again.tell_again(settings, folder / f"again-{number}", messages, shape)
        with years.opened(fresh) as platform:
            stored = years.obligations(platform)
        wrong = sum(stored.get(id) != right.get(id) for id in stored.keys() | right.keys())
        yield Line(board, shape.name, *_counted(board, fresh), wrong, time.monotonic() - began)


def proof(board: str, cases: int, seed: int) -> list[Line]:
    """The same in a scratch folder, saying each line when it is there."""
    folder = Path(tempfile.mkdtemp(prefix="replay-", dir=MEMORY if MEMORY.is_dir() else None))
    lines = []
    try:
        for line in prove(board, folder, cases, seed):
            lines.append(line)
            click.echo(f"{line.board}: {line.shape}: {line.differences} differences, {line.seconds:.0f} s", err=True)
    finally:
        shutil.rmtree(folder)
    return lines


def _counted(board: str, settings: Settings) -> tuple[int, int, int]:
    """Subjects, events and obligations that the recorder holds."""
    with years.opened(settings) as platform, years.recorder(platform) as session:
        subjects = session.exec(select(func.count(col(Subject.id)))).one()
        events = session.exec(select(func.count(col(Inbox.id)))).one()
        return subjects, events, len(years.obligations(platform))
