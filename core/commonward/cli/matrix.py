"""Where each rule is implemented, and which tests prove it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

from commonward.procedure import Procedure
from commonward.procedure.citing import cited
from commonward.procedure.collecting import described

DESCRIBING = ("commonward_scope", "commonward_levels", "commonward_fall_guard")


def matrix(procedure: Procedure, proofs: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    """A row for each rule of the register, in its order, with the tests that are `proved`."""
    implementations = implemented(procedure)
    return [
        {
            "id": rule.id,
            "authority": procedure.authority.code,
            "paragraph": rule.paragraph,
            "summary": rule.summary,
            "force": str(rule.force),
            "kind": str(rule.kind),
            "edition": rule.edition or procedure.edition,
            "implemented_by": sorted(implementations[rule.id]),
            "tests": sorted(proofs.get(rule.id, ())),
        }
        for rule in procedure.rules
    ]


def implemented(procedure: Procedure) -> dict[str, set[str]]:
    """For each rule, `module:function` of what declares it or is marked to follow it."""
    found: dict[str, set[str]] = defaultdict(set)
    for origin in (*procedure.origins, *procedure.withdrawn):
        for rule in cited(origin.declaration):
            found[rule].add(origin.made_by)
    for hook in DESCRIBING:
        single = described(procedure.manager, hook, object, procedure.readings)
        for rule in cited(single.answer):
            found[rule].add(single.made_by)
    for function in functions_of(procedure):
        for rule in getattr(function, "__follows__", ()):
            found[rule].add(f"{function.__module__}:{function.__name__}")
    return found


def functions_of(procedure: Procedure) -> Iterator[FunctionType]:
    """Every function of the layers' modules, each once."""
    found = (value for module in procedure.modules() for value in vars(module).values())
    yield from dict.fromkeys(value for value in found if isinstance(value, FunctionType))


def proved(tests: Path) -> dict[str, set[str]]:
    """For each rule, the tests that are marked with it. Nothing where there are no test files, as once installed."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rows = _named_rows(tree)
        for node, owner in _functions(tree):
            for rule in _marks(node, rows):
                found[rule].add(f"{path.relative_to(tests.parent).as_posix()}::{owner}{node.name}")
    return found


def _named_rows(tree: ast.Module) -> dict[str, ast.expr]:
    """What a test file gives a name to: rows of parametrised tests, each with its own marks."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, str]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, ""
        elif isinstance(node, ast.ClassDef):
            yield from ((inner, f"{node.name}::") for inner in node.body if isinstance(inner, ast.FunctionDef))


def _marks(function: ast.FunctionDef, rows: Mapping[str, ast.expr]) -> Iterator[str]:
    """Every rule in `@pytest.mark.rule(...)`, also on single rows of a parametrised test."""
    nodes = [node for decorator in function.decorator_list for node in ast.walk(decorator)]
    named = [rows[node.id] for node in nodes if isinstance(node, ast.Name) and node.id in rows]
    for call in (*nodes, *(node for row in named for node in ast.walk(row))):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.rule"):
            yield from (str(arg.value) for arg in call.args if isinstance(arg, ast.Constant))
