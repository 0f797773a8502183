"""Looking into the procedures: authorities, the rule register, the questions to the boards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from commonward.cli.context import as_json, authority_option, chosen, platform, show
from commonward.cli.matrix import matrix
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
    with platform() as made:
        rows = [
            row
            for code in chosen(made.settings, authority)
            for row in matrix(made.procedures.of(code), tests.resolve())
        ]
    show(rows, ("id", "authority", "paragraph", "force", "kind", "summary"), as_json=as_json)


@click.command()
@authority_option
@as_json
def questions(authority: str | None, as_json: bool) -> None:
    """List where a published procedure is silent or contradicts itself, and how it is read until the board answers."""
    with platform() as made:
        rows = [
            _question(procedure, question)
            for procedure in map(made.procedures.of, chosen(made.settings, authority))
            for question in procedure.questions
        ]
    show(rows, ("id", "authority", "asks", "reading", "setting", "choices"), as_json=as_json)


def _question(procedure: Procedure, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "authority": procedure.authority.code,
        "asks": question.asks,
        "reading": question.reading,
        "setting": procedure.readings.of(question.id) if question.setting else None,
        "choices": list(question.choices),
        "rules": list(question.rules),
    }
