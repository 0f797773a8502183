"""`commonward`: the command line for developers and operators."""

from __future__ import annotations

import sys

import click

from commonward.cli.access import access
from commonward.cli.audit import audit
from commonward.cli.contracts import contracts
from commonward.cli.demo import demo
from commonward.cli.events import events
from commonward.cli.examples import give_examples
from commonward.cli.history import history
from commonward.cli.keys import keys
from commonward.cli.new_authority import new_authority
from commonward.cli.parked import parked
from commonward.cli.partners import partners
from commonward.cli.replay import replay
from commonward.cli.rules import authorities, questions, rules
from commonward.cli.serve import api, migrate, up, worker
from commonward.cli.subject_access import subject_access
from commonward.cli.synthesise import synthesise
from commonward.messaging.consumer import TooManyDefects
from commonward.messaging.replay import UnknownParked
from commonward.messaging.transport import TransportAway
from commonward.procedure import UnknownAuthority, UnusableProcedure
from commonward.runtime import UnknownService
from commonward.settings import SettingsError
from commonward.store import BrokenSeal, DatabaseAway, Unfit

EXPECTED = (
    SettingsError,
    UnknownAuthority,
    UnknownService,
    UnusableProcedure,
    TransportAway,
    DatabaseAway,
    Unfit,
    TooManyDefects,
    UnknownParked,
    BrokenSeal,
)
"""What can be wrong outside this program: said in a line, without a traceback."""


TRACEBACK = "--traceback"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(TRACEBACK, is_flag=True, expose_value=False, help="Show where in the code an expected fault arose.")
def cli() -> None:
    """Run safeguarding procedures: start the platform, look into its rules, tend its events.

    The configuration is a TOML file named by COMMONWARD_CONFIG; COMMONWARD_* variables override it.

    The exit status is 0 when it was done, 1 when it could not be (one line on stderr says why and what is allowed),
    and 2 when the command was written wrongly.
    """


COMMANDS = (
    up,
    api,
    worker,
    migrate,
    demo,
    authorities,
    rules,
    questions,
    partners,
    events,
    parked,
    contracts,
    keys,
    new_authority,
    replay,
    history,
    audit,
    subject_access,
    access,
    synthesise,
)
for command in COMMANDS:
    cli.add_command(command)
give_examples(cli)


def main() -> None:
    """The entry point: expected faults are one clear line and exit status 1, or a traceback for who asks for it."""
    try:
        cli(standalone_mode=True)
    except (*EXPECTED, OSError) as error:
        if TRACEBACK in sys.argv:
            raise
        more = f" ({TRACEBACK} shows the way to it)" if error.__cause__ is not None else ""
        click.echo(f"commonward: {_said(error)}{more}", err=True)
        sys.exit(1)


def _said(error: Exception) -> str:
    """What a file or an address that can't be used is told by: itself, and why."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
