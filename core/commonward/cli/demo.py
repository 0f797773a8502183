"""`commonward demo`: one concern through every step, and the timeline that it leaves."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from commonward.cli.context import as_json, authority_option, chosen, started
from commonward.cli.story import Story, StoryFailed
from commonward.clock import london
from commonward.identity.client import TokenRefused
from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform


@click.command()
@authority_option
@as_json
def demo(authority: str | None, as_json: bool) -> None:
    """Play one synthetic concern through a running platform, and print the case's timeline.

    Each decision, clock and notice comes with the rule that it follows.
    """
    settings = with_development_issuers(started("demo"))
    procedures = Platform(settings).procedures
    told = []
    for code in chosen(settings, authority):
        story = Story(settings, procedures.of(code), lambda line: click.echo(line, err=True))
        try:
            told.append(story.play())
        except (StoryFailed, TokenRefused) as error:
            raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    for case in told:
        _print(case)


def _print(case: dict[str, Any]) -> None:
    click.echo(f"\n{case['reference']} ({case['authority']}, edition {case['edition']})\n")
    for entry in case["timeline"]:
        at = london(datetime.fromisoformat(entry["at"]))
        click.echo(f"{at:%H:%M:%S}  {entry['service']:<9} {entry['says']}")
        for citation in entry["because"]:
            click.echo(f"{'':21}because {citation['rule']} (§{citation['paragraph']}): {citation['summary']}")
