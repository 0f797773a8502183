"""Looking into the procedures: authorities, the rule register, the questions to the boards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from commonward.cli.context import as_json, authority_option, chosen, platform, show
from commonward.cli.matrix import matrix, proved
from commonward.procedure import Procedure, Question


@click.command()
@as_json
def authorities(as_json: bool) -> None:
    """List the authorities that this region serves."""
    with platform() as made:
        known = made.procedures
        rows = [_authority(known.of(code), made.settings.layers_of(code)) for code in known.authorities]
    show(rows, ("code", "name", "gss", "edition", "layers", "rules"), as_json=as_json)


def _authority(procedure: Any, layers: tuple[str, ...]) -> dict[str, Any]:
    described = procedure.authority
    return {
        "code": described.code,
        "name": described.name,
        "gss": described.gss,
        "edition": procedure.edition,
        "layers": list(layers),
        "rules": len(procedure.rules),
    }


@click.command()
@authority_option
@click.option("--tests", default="tests", type=click.Path(path_type=Path), help="Where the tests are, in a checkout.")
@as_json
def rules(authority: str | None, tests: Path, as_json: bool) -> None:
    """List every rule: its paragraph, what implements it, and the tests that prove it."""
    proofs = proved(tests.resolve())
    with platform() as made:
        rows = [row for code in chosen(made.settings, authority) for row in matrix(made.procedures.of(code), proofs)]
    show(rows, ("id", "authority", "paragraph", "force", "kind", "summary"), as_json=as_json)


@click.command()
@authority_option
@as_json
def questions(authority: str | None, as_json: bool) -> None:
    """List where a published procedure is silent or contradicts itself, and how it is read until the board answers.

    Where there are choices, the region's file says which the board takes: readings."QUESTION" = "CHOICE".
    """
    with platform() as made:
        asked = [
            _question(procedure, question)
            for procedure in map(made.procedures.of, chosen(made.settings, authority))
            for question in procedure.questions
        ]
    if as_json:
        show(asked, (), as_json=True)
        return
    click.echo("\n\n".join(map(_in_words, asked)))


def _question(procedure: Procedure, question: Question) -> dict[str, Any]:
    """`setting` is our reading where there are choices, `chosen` the one that holds; `settled` says why none are."""
    return {
        "id": question.id,
        "authority": procedure.authority.code,
        "asks": question.asks,
        "reading": question.reading,
        "setting": question.setting,
        "choices": list(question.choices),
        "chosen": procedure.readings.of(question.id) if question.setting else None,
        "settled": question.settled,
        "gaps": list(question.gaps),
        "rules": list(question.rules),
    }


def _in_words(asked: dict[str, Any]) -> str:
    """A question as a board reads it; `*` stands before the choice that holds."""
    lines = [f"{asked['id']} ({asked['authority']})  {asked['asks']}", f"  our reading: {asked['reading']}"]
    marked = [f"*{choice}" if choice == asked["chosen"] else choice for choice in asked["choices"]]
    if marked:
        own = "as we read it" if asked["chosen"] == asked["setting"] else "the board's own reading"
        lines.append(f"  choices: {', '.join(marked)} ({own})")
    if asked["settled"]:
        lines.append(f"  no other reading: {asked['settled']}")
    if asked["rules"]:
        lines.append(f"  rules: {', '.join(asked['rules'])}")
    return "\n".join(lines)
