"""The policy as a page for people: `python -m commonward.identity.describe > docs/access.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from commonward.contracts.field_groups import FieldGroup
from commonward.identity.policy import POLICY, Capability
from commonward.store.relations import Relation

_HEAD = """# Who may see a case

Generated from `core/commonward/identity/policy.toml` by `python -m commonward.identity.describe > docs/access.md`.
Whatever is not here is refused, and a case that somebody may not see is answered like one that is not there (404).
Whoever is blocked from a case by a conflict of interest sees nothing of it, whatever stands here.
On a restricted case only the lines with "yes" under *restricted* count.
Whoever may see a case reads back the account of a concern that they raised themselves, whatever its group; of no other.
Narrative (minutes, proposals, plans, reasons) may repeat what is in any other group, so only who sees
every group sees it; a policy that says otherwise does not load. But who was at a meeting reads its minutes and its
plan (below).

`commonward access explain -a leeds USER CASE` says of one person and one case why, or why not.
"""


def page() -> str:
    """The whole page."""
    return "\n".join((_HEAD, *_anywhere(), "", *_at_meetings(), "", *_cases(), ""))


def _anywhere() -> Iterator[str]:
    yield "## What is about no case\n\n| role | may |\n|---|---|"
    for role, may in POLICY.anywhere.items():
        yield f"| {role} | {_names(Capability, may) or 'nothing'} |"


def _at_meetings() -> Iterator[str]:
    yield "## Minutes and plans of meetings that they were at\n"
    yield "Of a case that they may see, these read the minutes whole, if one of these agencies was at the meeting."
    yield "The plan that it adopted is read whole by them too, and by whoever works on the case and is sent the plan.\n"
    yield "| role | agencies |\n|---|---|"
    yield from (f"| {role} | {', '.join(sorted(agencies))} |" for role, agencies in POLICY.at_meetings.items())


def _cases() -> Iterator[str]:
    yield "## What is about a case\n\n| role | who is to the case | may | sees | restricted |\n|---|---|---|---|---|"
    for role in POLICY.anywhere:
        for row in (row for row in POLICY.row if role in row.roles):
            yield from (
                f"| {role} | {relation} | {_names(Capability, row.may)} | {_names(FieldGroup, row.sees) or 'nothing'} |"
                f" {'yes' if row.also_restricted or relation in POLICY.on_restricted else ''} |"
                for relation in Relation
                if relation in row.relations
            )


def _names(order: Iterable[str], given: frozenset[Capability] | frozenset[FieldGroup]) -> str:
    return ", ".join(str(each) for each in order if each in given)


if __name__ == "__main__":
    sys.stdout.write(page())
