"""`commonward new-authority`: a board's plugin to begin with, which keeps every law of the test kit at once."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

import click

_CODE = re.compile(r"[a-z][a-z0-9]{1,30}")
_ENDING = ".txt"
"""The templates' own ending, so that no tool takes them for our own code."""


@click.command("new-authority")
@click.argument("code")
@click.option("--name", help="The board's name as people write it; by default the code with a capital.")
@click.option("--register", help="Three capital letters that rules and references begin with.")
@click.option("--gss", default="E00000000", show_default=True, help="ONS code of the local authority district.")
@click.option("--into", type=click.Path(path_type=Path), help="The new folder; by default commonward-CODE.")
def new_authority(code: str, name: str | None, register: str | None, gss: str, into: Path | None) -> None:
    """Write a plugin for the board CODE (small letters and digits), which works as it is.

    Put the board's own rules in place of the example's, one by one; docs/writing-an-authority-plugin.md leads the way.
    """
    if not _CODE.fullmatch(code):
        raise click.BadParameter("use 2 to 31 small letters and digits, a letter first", param_hint="CODE")
    register = register or code[:3].upper().ljust(3, "X")
    if not re.fullmatch(r"[A-Z]{3}", register):
        raise click.BadParameter("give three capital letters", param_hint="--register")
    if not re.fullmatch(r"[A-Z][0-9]{8}", gss):
        raise click.BadParameter("give a letter and eight digits, such as E08000035", param_hint="--gss")
    name = name or code.capitalize()
    if not name.isprintable() or any(character in name for character in '"\\'):
        raise click.BadParameter("give one line with no quotes or backslashes", param_hint="--name")
    folder = into or Path(f"commonward-{code}")
    if folder.exists():
        raise click.ClickException(f"{folder} exists already; nothing was written")
    try:
        _write(folder, code, {"code": code, "name": name, "register": register, "gss": gss})
    except OSError as error:
        raise click.ClickException(f"{folder} can't be written: {error.strerror}") from None
    click.echo(
        f"wrote {folder}\n"
        f"  install it:   python -m pip install --no-build-isolation --no-deps -e {folder}\n"
        f"  prove it:     python -m pytest {folder}\n"
        f"  see it work:  COMMONWARD_CONFIG={folder}/region.toml commonward up"
    )


def _write(folder: Path, code: str, values: dict[str, str]) -> None:
    for source, target in _templates(files(__package__) / "skeleton", folder, code):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")


def _templates(folder: Traversable, target: Path, code: str) -> list[tuple[Traversable, Path]]:
    """Each template with the file that it becomes."""
    found: list[tuple[Traversable, Path]] = []
    for entry in folder.iterdir():
        name = f"commonward_{code}" if entry.name == "package" else entry.name
        if entry.is_dir():
            found += _templates(entry, target / name, code)
        elif entry.name.endswith(_ENDING):
            found.append((entry, target / name.removesuffix(_ENDING)))
    return found
