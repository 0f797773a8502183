"""`commonward access`: why somebody may see a case, or why not, from the function that decides."""

from __future__ import annotations

import sys
from collections.abc import Collection
from uuid import UUID

import click
from sqlalchemy import select
from sqlmodel import Session, col

from commonward.cli.context import authority_needed, chosen, platform
from commonward.clock import london, utcnow
from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor, Capability, person_id
from commonward.procedure import Facts
from commonward.store import Subject, Verdict
from commonward.store.ties import covers_worker


@click.group()
def access() -> None:
    """Show who may see what, and why. Nothing is changed."""


@access.command("explain")
@authority_needed
@click.argument("user")
@click.argument("case")
@click.option("--service", "-s", default="referral", help="The service whose copy is asked (referral).")
@click.option("--role", "-r", "roles", multiple=True, help="A job role; by default those of their posts.")
@click.option("--to", "wanted", type=click.Choice([*Capability]), default=Capability.CASE_READ, help="To do what.")
def explain(authority: str, user: str, case: str, service: str, roles: tuple[str, ...], wanted: str) -> None:
    """Say step by step why USER (the `sub` at their provider) may see CASE (its id or reference), or why not."""
    with platform() as made:
        chosen(made.settings, authority)
        given, now = made.resources(service), utcnow()
        person = person_id(authority, user)
        held = frozenset(roles) or made.directory.roles(authority, person, london(now).date())
        core_roles = frozenset(made.procedures.of(authority).core_roles(held))
        viewer = given.viewer(Actor(authority, person, held), core_roles, Capability(wanted))
        with given.database.session(authority) as session:
            row = _subject(session, case)
            if row is None:
                raise click.ClickException(f"{service} knows no case {case} of {authority}")
            covers = bool(session.scalar(select(covers_worker(person, now)).where(col(Subject.id) == row.id)))
        facts = Facts.model_validate_json(row.facts)
    click.echo(f"{user}: {', '.join(sorted(held)) or 'no role'} ({', '.join(sorted(core_roles)) or 'no core role'})")
    click.echo(f"to do {wanted} with {facts.reference or case}{', which is restricted' if facts.restricted else ''}")
    for relation, verdict in viewer.verdicts(facts, now, covers=covers):
        shows = f", and shows {_named(viewer.allows[relation].groups)}" if verdict is Verdict.ADMITS else ""
        click.echo(f"  {relation}: {verdict}{shows}")
    why, groups = viewer.why(facts, now, covers=covers), viewer.sees(facts, now, covers=covers)
    hidden = f"; withheld: {_named(set(FieldGroup) - groups)}" if set(FieldGroup) - groups else ""
    click.echo(f"{Verdict.ADMITS.capitalize()}: {why}; they see {_named(groups)}{hidden}" if why else "Refused: 404")
    sys.exit(0 if why else 1)


def _named(groups: Collection[str]) -> str:
    return ", ".join(group for group in FieldGroup if group in groups) or "no field"


def _subject(session: Session, case: str) -> Subject | None:
    try:
        wanted = col(Subject.id) == UUID(case)
    except ValueError:
        wanted = col(Subject.facts).contains(f'"reference":"{case}"', autoescape=True)
    return session.scalars(select(Subject).where(wanted)).first()
