"""`docs/declarations.md`, made from the sources.

`python -m commonward.procedure.describe_declarations > docs/declarations.md`
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from commonward import procedure as api
from commonward.procedure import (
    answers,
    authority,
    concern_facts,
    deadlines,
    facts,
    filled,
    form,
    levels,
    meeting_facts,
    tools,
)

_INTRO = """# Declarations: the values that hooks answer with

Every field of what a plugin declares, with its type, its default and what it means. `Code` is small letters, digits
and dashes (`review-meeting`); `RuleId` is the id of a rule (`HAR-3.meeting`); `Because` is a tuple of them. Several are
always a tuple. Titles for codes stand in `Words`. All of it is imported from `commonward.procedure`; `form.wanted` and
the fields of a form by way of `form`, events by way of `events`. Tools are TOML files: whole ones are in
[writing-an-authority-plugin.md](writing-an-authority-plugin.md#4-a-board-that-differs-in-everything).
This page is made from the sources (`python -m commonward.procedure.describe_declarations > docs/declarations.md`), and
a test keeps it so.
"""

_OF_FORMS = tuple(getattr(form, name) for name in form.__all__)
_PARTS: tuple[tuple[str, Sequence[Any]], ...] = (
    (
        "The board",
        (authority.Authority, authority.Area, authority.Edition, authority.Scope, authority.Role, authority.Words),
    ),
    ("Levels", (levels.Scale, levels.SetBy, levels.Level, levels.FallGuard)),
    ("Answers", (answers.Route, answers.Response)),
    ("Decisions", (api.DecisionPoint, api.Opens)),
    ("Meetings", (api.MeetingKind, api.Demand)),
    (
        "Clocks",
        (
            api.clock,
            api.only,
            api.escalate_to,
            api.act_without,
            api.alert_chair,
            *(getattr(deadlines, n) for n in ("after", "before", "earliest")),
        ),
    ),
    ("Notices and gates", (api.notice, api.gate, api.together, api.Command, api.Force)),
    ("Records", (api.RecordKind, api.Shares, api.Given)),
    ("Form fields: `form.one_of(...)` and so on", _OF_FORMS),
    ("Prompts", (api.Prompt,)),
    ("Retention", (api.Retention, api.After)),
    ("The register", (api.Rule, api.Kind, api.Question, api.Readings)),
    (
        "Tools, as TOML",
        (
            tools.Tool,
            tools.Section,
            tools.Item,
            tools.Choice,
            tools.Axis,
            tools.Entry,
            tools.Stage,
            tools.Floor,
            tools.Figure,
            tools.Band,
            tools.Reading,
            tools.Ages,
            tools.Contributors,
        ),
    ),
    (
        "What conditions see",
        (
            facts.Facts,
            concern_facts.Said,
            facts.RecordFact,
            facts.MissingFact,
            facts.AssessmentFact,
            api.ConcernFact,
            concern_facts.DecisionFact,
            meeting_facts.MeetingFact,
            meeting_facts.PlanFact,
            filled.Filled,
            api.Happened,
        ),
    ),
)


def page() -> str:
    """The page as it should be."""
    sections = [_INTRO]
    for title, described in _PARTS:
        sections += [f"## {title}\n", *(_described(each) for each in described)]
    return "\n".join(sections).rstrip() + "\n"


def _described(what: Any) -> str:
    return _class(what) if inspect.isclass(what) else _function(what)


def _function(function: Callable[..., Any]) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    where = "form." if function in _OF_FORMS else ""
    head = f"{where}{tree.name}({ast.unparse(tree.args)})"
    meaning = " ".join((ast.get_docstring(tree) or "").split())
    return f"### `{where}{tree.name}`\n\n{meaning}\n\n```python\n{head}\n```\n"


def _class(cls: type) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    assert isinstance(tree, ast.ClassDef)
    rows = [f"- `{name}`{f': {meaning}' if meaning else ''}" for name, meaning in (*_fields(tree), *_questions(tree))]
    return f"### `{cls.__name__}`\n\n{_first(ast.get_docstring(tree))}\n\n" + "\n".join(rows) + "\n"


def _fields(tree: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Each field as it is written, with the docstring below it."""
    for node, below in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign | ast.Assign) and not ast.unparse(node).startswith(("_", "model_config")):
            yield ast.unparse(node), _first(_text(below))


def _questions(tree: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """What can be asked of it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            is_field = any(ast.unparse(decorator) == "property" for decorator in node.decorator_list)
            asked = ", ".join(argument.arg for argument in node.args.args[1:])
            yield f".{node.name}" + ("" if is_field else f"({asked})"), _first(ast.get_docstring(node))


def _text(node: ast.AST | None) -> str | None:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
        case _:
            return None


def _first(text: str | None) -> str:
    """The first paragraph, on one line."""
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


if __name__ == "__main__":
    sys.stdout.write(page())
