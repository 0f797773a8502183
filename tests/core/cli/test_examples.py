"""Each command shows an example in its help, and the example can be given as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from commonward.cli import cli
from commonward.cli.examples import EXAMPLES, leaves

COMMANDS = sorted(name for name, _ in leaves(cli))


def parsed(words: list[str]) -> click.Context:
    """The context of the command that these words call. Raises click's error for words that it can't take."""
    command, context, name = cli, None, "commonward"
    while True:
        context = command.make_context(name, words, parent=context)
        if not isinstance(command, click.Group):
            return context
        given = [*context._protected_args, *context.args]
        name, command, words = command.resolve_command(context, given)  # type: ignore[assignment]  # it is there


def test_there_is_an_example_of_each_command_and_of_nothing_else() -> None:
    assert sorted(EXAMPLES) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_ends_with_an_example_that_can_be_given(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = CliRunner().invoke(cli, [*name.split(), "--help"]).output
    heading, example = told.rstrip().splitlines()[-2:]
    assert heading.strip() == "Example:"
    assert example.strip().startswith(f"commonward {name}")
    assert example.strip() == f"commonward {name} {EXAMPLES[name]}".strip()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMONWARD_TOKEN", "of a manager")
    for file in ("concern.json", "past-cases.jsonl"):
        (tmp_path / file).touch()
    context = parsed(shlex.split(example)[1:])
    assert context.command_path == f"commonward {name}"


def test_an_example_that_a_command_cant_take_would_be_seen() -> None:
    with pytest.raises(click.UsageError):
        parsed(["keys", "rotate", "--board", "leeds"])
