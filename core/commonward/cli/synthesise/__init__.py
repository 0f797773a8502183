"""`commonward synthesise`: a year of synthetic cases, made by the real services at simulated times."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from commonward.cli.context import authority_option, chosen, started
from commonward.cli.synthesise.lives import Lives
from commonward.cli.synthesise.moments import Moments
from commonward.cli.synthesise.people import Refused
from commonward.cli.synthesise.region import Region, region
from commonward.cli.synthesise.timetable import Timetable
from commonward.clock import Calendar
from commonward.settings import Settings
from commonward.telemetry import configure_logs

MEMORY = Path("/dev/shm")  # a year is made where writing costs nothing, and moved when it is whole
OTHERS = 20
"""For so many cases there is one adult or place on record besides, of each kind that the board knows."""


@dataclass(frozen=True, slots=True)
class Year:
    """What was made."""

    folder: Path
    cases: int
    seconds: float
    answers: Mapping[int, int]
    """How often the services answered with each status: what they refuse is part of a year."""


@click.command()
@click.option("--cases", type=click.IntRange(1), default=2000, show_default=True, help="Cases of all boards together.")
@click.option("--seed", type=int, default=7, show_default=True, help="Another seed, another year.")
@click.option("--year", type=click.IntRange(2000, 2100), default=2024, show_default=True, help="The year they live in.")
@click.option("--into", type=click.Path(path_type=Path), required=True, help="A folder that does not exist yet.")
@authority_option
def synthesise(cases: int, seed: int, year: int, into: Path, authority: str | None) -> None:
    """Make a year of synthetic cases with the real services, in a folder of their own.

    Look at it with COMMONWARD_DATA_DIR naming the folder: `commonward replay`, or `commonward up --no-sample`.
    """
    settings = started("synthesise")
    configure_logs(settings.telemetry, logging.CRITICAL)  # what a year goes through is no fault of this machine's
    if settings.environment != "development":
        raise click.ClickException("synthetic cases are made in development only")
    if into.exists():
        raise click.ClickException(f"{into} exists already; name a folder that does not")
    boards = chosen(settings, authority)
    into.mkdir()  # rather now than after minutes: whether it can be made
    into.rmdir()
    try:
        made = make_year(_only(settings, boards), into, cases=cases, seed=seed, year=year, tell=_tell)
    except Refused as error:
        whose = "does the region's directory name the people of each board?"
        raise click.ClickException(f"no year was made, since a service refused: {error}; {whose}") from error
    answers = ", ".join(f"{status}: {number}" for status, number in sorted(made.answers.items()))
    click.echo(f"{made.cases} cases of {', '.join(boards)} in {made.seconds:.0f} s; answers {answers}")


def make_year(
    settings: Settings,
    into: Path,
    *,
    cases: int,
    seed: int,
    year: int,
    tell: Callable[[datetime], None] = lambda at: None,
) -> Year:
    """Make a synthetic year of the settings' boards; the folder is there once it is whole."""
    began = time.monotonic()
    scratch = Path(tempfile.mkdtemp(prefix="commonward-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        changed = settings.model_copy(update={"data_dir": scratch})
        moments = Moments(year, Calendar.of())
        with region(changed, moments.begins) as made:
            timetable = Timetable(made)
            _fill(timetable, made, moments, cases, seed)
            timetable.play(moments.ends, tell)
            answers = dict(made.answers)
        shutil.move(scratch, into)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Year(into, cases, time.monotonic() - began, answers)


def _fill(timetable: Timetable, made: Region, moments: Moments, cases: int, seed: int) -> None:
    """Give each board its share of the cases, and its other subjects."""
    boards = made.platform.procedures.authorities
    for number, board in enumerate(boards):
        procedure = made.procedure(board)
        lives = Lives(procedure, made.staff(board), made.partner(board), moments, seed)
        share = cases // len(boards) + (number < cases % len(boards))
        for kind in procedure.scope.subjects:
            for other in range(share // OTHERS + 1 if kind != "child" else 0):
                timetable.add(lives.other(other, kind))
        for case in range(share):
            timetable.add(lives.child(case))


def _only(settings: Settings, boards: tuple[str, ...]) -> Settings:
    return settings.model_copy(update={"authorities": {board: settings.authorities[board] for board in boards}})


def _tell(at: datetime) -> None:
    if at.hour == 0 and at.day == 1:
        click.echo(f"{at:%B}", err=True)
