"""A small synthetic data set, so that a newcomer sees cases at every step. No child in it exists."""

from __future__ import annotations

import click
from sqlalchemy import select

from commonward.cli.story import Story, StoryFailed
from commonward.procedure import Procedure
from commonward.runtime import Platform
from commonward.store import Subject

FAMILY = "Example"
"""Every synthetic child has it as a family name."""


def load_sample(platform: Platform) -> None:
    """Load the sample for each authority that has no case yet."""
    empty = [code for code in platform.procedures.authorities if not _has_cases(platform, code)]
    if empty:
        click.echo(f"loading synthetic cases for {', '.join(empty)} ...")
    for code in empty:
        procedure = platform.procedures.of(code)
        try:
            _load(Story(platform.settings, procedure, lambda line: None), procedure)
        except StoryFailed as failure:
            click.echo(f"the sample for {code} is not complete: {failure}", err=True)
    click.echo(f"ready: {platform.settings.public_url}")


def _load(story: Story, procedure: Procedure) -> None:
    """One case that was only raised, one for each level, and one that has had its meeting."""
    story.begin(("Ashby", FAMILY), age=13)
    by_rank = sorted(procedure.scale.levels, key=lambda level: level.rank)
    for name, level in zip(("Birch", "Cedar", "Dell", "Elder"), by_rank, strict=False):
        raised = story.begin((name, FAMILY), age=16)
        story.assess(raised["case"], level.code)
    raised = story.begin(("Fern", FAMILY), age=14)
    story.assess(raised["case"], by_rank[-1].code)
    story.meet(raised["case"])


def _has_cases(platform: Platform, authority: str) -> bool:
    """Whether the referral service has had a first event there; `Subject` is every service's table."""
    with platform.resources("referral").database.session(authority) as session:
        return session.scalars(select(Subject).limit(1)).first() is not None
