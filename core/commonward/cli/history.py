"""`commonward history`: loads a board's past cases, which were kept elsewhere until now."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from commonward.cli.context import as_json, authority_needed, chosen, platform, show
from commonward.runtime import Platform, installed_services
from commonward.runtime.past import BadHistory, Line, Loaded

SHOWN = 50
"""Wrong lines that are told; a file that is wrong throughout is wrong in one way."""


@click.group()
def history() -> None:
    """Load a board's past cases."""


@history.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@authority_needed
@click.option("--dry-run", is_flag=True, help="Say what would be loaded, and load nothing.")
@as_json
def load(file: Path, authority: str, dry_run: bool, as_json: bool) -> None:
    """Load the past cases in FILE (JSON Lines; docs/history.md says what stands in it), all of them or none.

    Their clocks run as of their own time, and nobody is told before a manager makes a case live. A case that was
    loaded before is left as it is, so the same file may be loaded again.
    """
    lines = _lines(file)
    with platform() as made:
        chosen(made.settings, authority)
        try:
            loaded = load_lines(made, authority, lines, dry_run=dry_run)
        except BadHistory as bad:
            raise click.ClickException("\n".join(_told(file, bad))) from None
    known = Counter(each.known for each in loaded)
    if as_json or loaded:
        show([_row(each, dry_run) for each in loaded], ("case", "reference", "lines", "outcome"), as_json=as_json)
    done = "would be loaded" if dry_run else "loaded"
    click.echo(f"{known[False]} cases {done}, {known[True]} there already", err=True)


def load_lines(made: Platform, authority: str, lines: list[Line], *, dry_run: bool = False) -> list[Loaded]:
    """Give the lines to the service that takes past cases. Raises BadHistory."""
    (service,) = (each for each in installed_services() if each.load_history is not None)
    assert service.load_history is not None  # it was chosen by that
    return service.load_history(made.resources(service.name), authority, lines, dry_run)


def _lines(file: Path) -> list[Line]:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise click.ClickException(f"{file}:{line}: is not UTF-8; nothing was loaded") from None
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _told(file: Path, bad: BadHistory) -> list[str]:
    told = [f"{file}:{each.line}: {each.message}" for each in bad.wrong[:SHOWN]]
    more = len(bad.wrong) - len(told)
    rest = [f"and {more} more"] if more else []
    return [f"{len(bad.wrong)} mistakes; nothing was loaded", *told, *rest]


def _row(each: Loaded, dry_run: bool) -> dict[str, object]:
    outcome = "there already" if each.known else "would be loaded" if dry_run else "loaded"
    reference = "" if dry_run else each.reference
    return {"case": each.case, "reference": reference, "lines": each.lines, "outcome": outcome}
