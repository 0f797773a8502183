"""An example of each command, shown at the foot of its help: true as it stands, with made-up ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

ID = "0197a4b2-5c1e-7d3a-9f60-2b8c4d6e8f10"
"""Nobody's."""
EXAMPLES: Mapping[str, str] = {
    "access explain": "-a leeds leeds-social-worker LDS-2026-4F7K2M",
    "api": "referral --port 8001",
    "audit checkpoint": "--out checkpoint.json",
    "audit key": "",
    "audit verify": "-a leeds -s referral",
    "authorities": "",
    "contracts check": "",
    "contracts export": "",
    "demo": "-a leeds",
    "events publish": "concern.json -a bolton --partner school-mis",
    "events tail": "--seconds 60",
    "history load": "past-cases.jsonl -a leeds --dry-run",
    "keys destroy": "-a leeds --repeat leeds",
    "keys reindex": "-a leeds",
    "keys reseal": "-a leeds",
    "keys rewrap": "",
    "keys rotate": "-a leeds",
    "migrate": "referral",
    "new-authority": 'milltown --name "Milltown Safeguarding Partnership" --register MIL',
    "parked discard": f'{ID} -s risk --because "sent twice by mistake"',
    "parked list": "-s risk",
    "parked replay": f'{ID} -s risk --because "the tool is there since today"',
    "parked show": f"{ID} -s risk",
    "partners add": "school-mis -a bolton --agency school",
    "partners list": "-a bolton",
    "questions": "-a bolton",
    "replay": "-a leeds",
    "rules": "-a bolton",
    "subject-access": f"{ID} --out export",
    "synthesise": "--cases 50 --into var/synthetic",
    "up": "--no-sample",
    "worker": "notify --only timers",
}


def give_examples(group: click.Group) -> None:
    """Put each command's example under its help."""
    for name, command in leaves(group):
        command.epilog = f"\b\nExample:\n  commonward {name} {EXAMPLES[name]}".rstrip()


def leaves(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command
