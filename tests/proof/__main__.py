"""`python -m tests.proof`: disable each cited declaration in turn; the tests of its rule must go red."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import asdict

import click
from hypothesis import Phase, settings

from commonward.procedure import Procedure, Procedures, UnusableProcedure
from commonward.procedure.layers import InstalledLayers
from tests.proof.forks import Job, as_they_are, results
from tests.proof.mutations import Mutation, citations
from tests.proof.running import Marked, marked
from tests.proof.verdicts import WORDS, Verdict, verdict

# A failing example needs no smaller one here.
settings.register_profile("proof", phases=[Phase.explicit, Phase.generate], derandomize=True, database=None)

Cited = dict[Mutation, set[str]]


@click.command()
@click.option("--authority", "-a", help="Only this authority.")
@click.option("--rule", help="Only this rule.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def prove(authority: str | None, rule: str | None, as_json: bool) -> None:
    """Disable each cited declaration in turn; the tests of its rule must go red. Ends with 1 where a rule's do not."""
    settings.load_profile("proof")
    boards = [authority] if authority else sorted(set(InstalledLayers()) - {"national"})
    try:
        procedures = tuple(Procedures({code: ("national", code)}).of(code) for code in boards)
    except UnusableProcedure as unusable:
        raise click.ClickException(str(unusable)) from None
    wanted = [each for each in _rules(procedures) if rule in (None, each)]
    if not wanted:
        raise click.BadParameter(f"no register holds {rule}", param_hint="--rule")
    with redirect_stdout(io.StringIO()):
        tests = marked()
    for path in tests.unread:
        click.echo(f"{path} can't be collected: what it proves is missing here", err=True)
    found = _verdicts(wanted, procedures, tests)
    click.echo(json.dumps([asdict(each) for each in found], indent=2) if as_json else _told(found, tests))
    sys.exit(any(each.state != "red" for each in found))


def _rules(procedures: Iterable[Procedure]) -> list[str]:
    """Every rule once, in the order of the registers."""
    return list(dict.fromkeys(rule.id for procedure in procedures for rule in procedure.rules))


def _verdicts(wanted: list[str], procedures: tuple[Procedure, ...], tests: Marked) -> list[Verdict]:
    """One run for each declaration, with the tests of all the rules that it cites."""
    cited: Cited = {}
    for procedure in procedures:
        for rule, mutation in citations(procedure):
            if rule in wanted:
                cited.setdefault(mutation, set()).add(rule)
    plain = as_they_are(test for rule in wanted for test in tests.of(rule))
    changed = [Job(mutation, tests.waited_for(rules)) for mutation, rules in cited.items()]
    done = list(results([*plain, *changed], procedures))
    broken = frozenset(test for each in done[: len(plain)] for test in each.failed | each.unloaded)
    runs = list(zip(changed, done[len(plain) :], strict=True))
    return [
        verdict(rule, [each for each in runs if each[0].mutation and rule in cited[each[0].mutation]], tests, broken)
        for rule in wanted
    ]


def _told(found: list[Verdict], tests: Marked) -> str:
    lines = [str(each) for each in found]
    if crowded := tests.crowded():
        lines += ["", "tests that serve more than five rules:", *(f"  {n:>3}  {test}" for test, n in crowded.items())]
    counts = Counter(each.state for each in found)
    total = ", ".join(f"{WORDS[state]} {count}" for state, count in counts.items())
    return "\n".join([*lines, "", f"{len(found)} rules: {total}; {sum(each.disabled for each in found)} disabled"])


if __name__ == "__main__":
    prove()
