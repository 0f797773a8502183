"""`docs/hooks.md`, made from the specifications: `python -m commonward.procedure.describe > docs/hooks.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

from commonward.procedure import hookspecs

_INTRO = """# Hooks: what a board's plugin answers

A plugin is a module with some of these functions, each marked `@impl`. It says what is particular to one board; what
it leaves out, a more general layer (`national`) answers. Hooks are pure: frozen values in, frozen values out; no
input or output, no clock, no database.
This page is made from `commonward/procedure/hookspecs.py` (`python -m commonward.procedure.describe > docs/hooks.md`),
and a test keeps it so.

| kind | whose answer counts |
|---|---|
| describe, decide | the most local layer that does not answer None |
| contribute | all layers' together; a local one replaces a general one of its id, `without(id, because=...)` ends it |

All are called once, when the procedure is loaded, but for `commonward_route` and the `commonward_answer_` hooks. A hook
may take fewer arguments than its specification names. A rule may have a gate before each of several commands; its gates
go by id, command and place. Every field of what they answer with is in [declarations.md](declarations.md).

Loading refuses, with the place and the remedy: a hook that no specification knows or that answers with another type
(several are a tuple, also of one), a citation of a rule that no register holds, a role that nobody has wherever one is
named, a condition that can't be asked with what it is asked with, a level that nobody could set, a form about a subject
out of scope. What a hook itself raises is one line with plugin, file and line; `commonward --traceback ...` shows the
way to it. The deciding hooks are asked when a case needs them, so it is the test kit that looks at their answers
beforehand: `consultations` are roles, `meetings` kinds of meeting, `tool` a tool, `outcome` one of those that exist.

```python
from datetime import time

from commonward.procedure import Authority, OfficeHours, Route, impl


@impl
def commonward_authority():
    hours = OfficeHours.weekdays(time(9), time(17))
    return Authority("example", "Example Board", gss="E00000000", register="EXA", office_hours=hours, areas=())


@impl
def commonward_route(concern):
    if concern.immediate_danger == "yes":
        return Route(team="duty", response="emergency", outcome="refer", because=("EXA-1.danger",))
    return None  # a more general layer answers
```

## In the order of a case's life
"""


def hooks() -> dict[str, Callable[..., Any]]:
    """Every hook's specification by its name, in the order of a case's life."""
    found = inspect.getmembers(hookspecs, inspect.isfunction)
    own = [(name, function) for name, function in found if hasattr(function, f"{hookspecs.NAME}_spec")]
    return dict(sorted(own, key=lambda pair: pair[1].__code__.co_firstlineno))


def signature(name: str, function: Callable[..., Any]) -> str:
    """How a hook is called, with its types."""
    return f"{name}{inspect.signature(function)}".replace("'", "")


def hooks_page() -> str:
    """The page, as Markdown."""
    return _INTRO + "".join(_hook(name, function) for name, function in hooks().items())


def _hook(name: str, function: Callable[..., Any]) -> str:
    words = inspect.getdoc(function) or ""
    kind = words.split()[0].lower()
    none = "" if "None" in words else "\n\nNever None: a layer that has nothing to say leaves the hook out."
    return f"\n### `{signature(name, function)}`\n\n*{kind}* · {words}{none}\n"


if __name__ == "__main__":
    sys.stdout.write(hooks_page())
