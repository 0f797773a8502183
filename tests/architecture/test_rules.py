"""Every rule of a register is implemented and proved, and whatever cites a rule cites one that a register holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from commonward.cli.matrix import functions_of, matrix, proved
from commonward.procedure import Procedure, Procedures
from commonward.procedure.citing import cited
from commonward.procedure.layers import InstalledLayers

TESTS = Path(__file__).parents[1]
BOARDS = sorted(set(InstalledLayers()) - {"national"})
RULE = re.compile(r"[A-Z]{3}-[A-Z]?[0-9]+(\.[0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")
"""Letters of the register, paragraph (of an appendix: with its letter), and a word or two."""


@pytest.fixture(scope="module")
def loaded() -> dict[str, Procedure]:
    return {code: Procedures({code: ("national", code)}).of(code) for code in BOARDS}


@pytest.fixture(scope="module")
def proofs() -> dict[str, set[str]]:
    return proved(TESTS)


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, loaded: dict[str, Procedure]) -> Procedure:
    return loaded[request.param]


@pytest.fixture(scope="module")
def asked(loaded: dict[str, Procedure]) -> set[str]:
    """Every question that leaves the board a choice."""
    return {each.id for procedure in loaded.values() for each in procedure.questions if each.setting}


@pytest.fixture(scope="module")
def known(loaded: dict[str, Procedure]) -> set[str]:
    """Every rule of every register."""
    return {rule.id for procedure in loaded.values() for rule in procedure.rules}


def sources(layer: str) -> Iterator[Path]:
    """The modules of a layer's package."""
    found = find_spec(f"commonward_{layer}")
    assert found is not None
    assert found.submodule_search_locations is not None
    for place in found.submodule_search_locations:
        yield from sorted(Path(place).rglob("*.py"))


def words_that_look_like_rules(path: Path, letters: set[str]) -> Iterator[tuple[int, str]]:
    """Line and text of each literal that begins like a rule of one of these registers."""
    looks = re.compile(rf"({'|'.join(sorted(letters))})-\S+")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks.fullmatch(node.value):
            yield node.lineno, node.value


def test_every_rule_is_implemented(board: Procedure) -> None:
    assert [row["id"] for row in matrix(board, {}) if not row["implemented_by"]] == []


def test_every_rule_has_a_test(board: Procedure, proofs: dict[str, set[str]]) -> None:
    rows = matrix(board, proofs)
    assert rows
    assert [row["id"] for row in rows if not row["tests"]] == []


def test_every_rule_is_named_by_register_paragraph_and_a_word(board: Procedure) -> None:
    letters = {"NAT", board.authority.register}
    assert [rule.id for rule in board.rules if not RULE.fullmatch(rule.id) or rule.id[:3] not in letters] == []


def test_every_question_is_named_by_register_and_a_word(board: Procedure) -> None:
    names = re.compile(rf"(NAT|{board.authority.register})-Q\.[a-z0-9]+(-[a-z0-9]+)*")
    assert [question.id for question in board.questions if not names.fullmatch(question.id)] == []


def test_every_declaration_and_each_of_its_parts_cites_what_a_register_holds(board: Procedure, known: set[str]) -> None:
    cites = {rule for origin in (*board.origins, *board.withdrawn) for rule in cited(origin.declaration)}
    assert cites - known == set()
    assert cites & known


def test_every_marked_function_follows_what_a_register_holds(board: Procedure, known: set[str]) -> None:
    followed = {rule for function in functions_of(board) for rule in getattr(function, "__follows__", ())}
    assert followed - known == set()
    assert followed & known


@pytest.mark.parametrize("layer", sorted(InstalledLayers()))
def test_no_answer_of_a_plugin_cites_what_no_register_holds(layer: str, known: set[str], asked: set[str]) -> None:
    letters = {rule[:3] for rule in known}
    found = [(path, *word) for path in sources(layer) for word in words_that_look_like_rules(path, letters)]
    assert [f"{path.name}:{line} {rule}" for path, line, rule in found if rule not in known | asked] == []


def test_every_mark_of_a_test_names_a_rule(known: set[str], proofs: dict[str, set[str]]) -> None:
    assert {rule: sorted(tests) for rule, tests in proofs.items() if rule not in known} == {}


def test_every_mark_of_a_test_can_be_read_without_running_it() -> None:
    for path in TESTS.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.rule"):
                literal = [isinstance(arg, ast.Constant) for arg in call.args]
                assert all(literal), f"{path.relative_to(TESTS)}:{call.lineno} marks a rule that is worked out"
