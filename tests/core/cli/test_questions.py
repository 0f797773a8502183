"""`commonward questions`, as a board reads it, and the region's file, in which it chooses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from commonward.cli import cli


def asked(folder: Path, *words: str, **readings: str) -> Result:
    """The command in a region whose Leeds has chosen these readings; `LDS-Q.chair` is written `chair`."""
    lines = ['environment = "development"', f'data_dir = "{folder}"']
    lines += ["[authorities.leeds]", 'duty_mailbox = "duty@leeds.example"', "[authorities.leeds.readings]"]
    lines += [f'"LDS-Q.{question}" = "{choice}"' for question, choice in readings.items()]
    (folder / "region.toml").write_text("\n".join(lines), encoding="utf-8")
    return CliRunner().invoke(cli, ["questions", *words], env={"COMMONWARD_CONFIG": str(folder / "region.toml")})


def one(result: Result, id: str) -> dict[str, Any]:
    return next(row for row in json.loads(result.stdout) if row["id"] == id)


def test_each_question_has_our_reading_its_choices_and_the_one_that_holds(tmp_path: Path) -> None:
    chair = one(asked(tmp_path, "--json", chair="social-worker"), "LDS-Q.chair")
    assert (chair["setting"], chair["chosen"]) == ("team-manager", "social-worker")
    assert chair["choices"] == ["team-manager", "social-worker", "cse-missing-coordinator"]
    assert chair["gaps"] == [20]


def test_a_question_without_a_choice_says_why(tmp_path: Path) -> None:
    force = one(asked(tmp_path, "--json"), "LDS-Q.must-or-should")
    assert (force["setting"], force["chosen"], force["choices"]) == (None, None, [])
    assert force["settled"].startswith("Paragraphs 2 and 4 are musts")


def test_in_words_the_choice_that_holds_is_marked(tmp_path: Path) -> None:
    ours, theirs = asked(tmp_path).stdout, asked(tmp_path, chair="social-worker").stdout
    assert "choices: *team-manager, social-worker, cse-missing-coordinator (as we read it)" in ours
    assert "choices: team-manager, *social-worker, cse-missing-coordinator (the board's own reading)" in theirs
    assert "no other reading: Paragraphs 2 and 4 are musts" in ours


def test_a_choice_that_is_none_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    refused = asked(tmp_path, chair="the-coordinator")
    assert refused.exit_code != 0
    place = f"{tmp_path}/region.toml:6: authorities.leeds.readings: "
    says = "the reading of LDS-Q.chair can't be 'the-coordinator'; choose one of team-manager, social-worker"
    assert f"{place}{says}" in str(refused.exception)


def test_a_question_that_leaves_no_choice_can_not_be_chosen(tmp_path: Path) -> None:
    refused = asked(tmp_path, aliases="two-scales")
    assert refused.exit_code != 0
    assert "region.toml:6: authorities.leeds.readings: no reading of LDS-Q.aliases can be chosen; it can of: " in str(
        refused.exception
    )
