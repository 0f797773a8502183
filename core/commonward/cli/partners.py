"""Partner systems: each gets an inbound and an answer topic for an authority."""

from __future__ import annotations

import re
from typing import Any

import click
from sqlalchemy import select

from commonward.cli.context import as_json, authority_needed, authority_option, chosen, platform, show
from commonward.contracts.topics import partner_answers, partner_inbound
from commonward.runtime import Platform, find_service
from commonward.store import work


@click.group()
def partners() -> None:
    """Register partner systems, and list them."""


@partners.command()
@click.argument("name")
@authority_needed
@click.option("--agency", required=True, help="The agency that it belongs to, for example police.")
def add(name: str, authority: str, agency: str) -> None:
    """Register the partner system NAME and create its topics. Doing so again changes nothing."""
    with platform() as made:
        chosen(made.settings, authority)
        _must_be_code(name, "NAME")
        _must_be_code(agency, "--agency")
        inbound, answers = register(made, authority, name, agency)
        click.echo(f"{name} writes to {inbound} and reads {answers}")


def register(made: Platform, authority: str, name: str, agency: str) -> tuple[str, str]:
    """Register a partner's system once, and return its topics: inbound and answers."""
    model, given = _partner_model(), made.resources("referral")
    topics = made.ensure_partner_topics(authority, name)
    with work(given.database, authority, actor=given.worker(authority), procedures=made.procedures) as unit:
        if unit.session.scalars(select(model).where(model.name == name)).first() is None:
            unit.write(model, name=name, agency=agency)
            unit.audit("partner.add")
    return topics


@partners.command("list")
@authority_option
@as_json
def list_(authority: str | None, as_json: bool) -> None:
    """List the partner systems and their topics."""
    model = _partner_model()
    with platform() as made:
        rows = []
        for code in chosen(made.settings, authority):
            with made.resources("referral").database.session(code) as session:
                rows += [
                    {
                        "authority": code,
                        "name": row.name,
                        "agency": row.agency,
                        "inbound": made.topic(partner_inbound(code, row.name)),
                        "answers": made.topic(partner_answers(code, row.name)),
                    }
                    for row in session.scalars(select(model).order_by(model.name))
                ]
    show(rows, ("authority", "name", "agency", "inbound", "answers"), as_json=as_json)


def _must_be_code(text: str, which: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise click.BadParameter("use lower-case letters, digits and single hyphens", param_hint=which)


def _partner_model() -> Any:
    """The referral service's table of partners; core does not import services."""
    return next(model for model in find_service("referral").models if model.__name__ == "Partner")
