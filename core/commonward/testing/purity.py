"""A board's hooks are pure: the same frozen values each time, and no way to the outside world."""

from __future__ import annotations

import ast
import builtins
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from pydantic import BaseModel

from commonward.procedure import Procedure
from commonward.procedure.citing import field_names
from commonward.procedure.readings import asked

MAY_IMPORT = (
    "__future__",
    "collections",
    "commonward.procedure",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "math",
    "operator",
    "pathlib",
    "re",
    "types",
    "typing",
    "uuid",
)
"""What a plugin may import beside itself. `pathlib` names its own data files, which the core's loaders read."""
_NOW = ("now", "today", "utcnow")
_CHANCE = ("uuid1", "uuid4")


class OutsideWorld(Exception):
    """A hook has reached for a file, a socket, a clock or chance."""


@contextmanager
def sealed_off() -> Iterator[None]:
    """Within it, files, sockets, clocks and chance are refused."""
    doors: list[tuple[Any, str]] = [
        (builtins, "open"),
        (socket, "socket"),
        (time, "time"),
        (time, "monotonic"),
        (random, "random"),
        (random, "choice"),
        (Path, "open"),
        (Path, "read_text"),
        (Path, "read_bytes"),
    ]
    before = [getattr(owner, name) for owner, name in doors]
    for owner, name in doors:
        setattr(owner, name, _refusing(name))
    try:
        yield
    finally:
        for (owner, name), original in zip(doors, before, strict=True):
            setattr(owner, name, original)


def _refusing(name: str) -> Callable[..., Any]:
    def refuse(*_args: object, **_options: object) -> Any:
        raise OutsideWorld(f"a hook has called {name}()")

    return refuse


def contributed(procedure: Procedure) -> Iterator[str]:
    """Faults of the hooks that are asked once: changing answers, answers that can be changed, the outside world."""
    for name in sorted(vars(procedure.manager.hook)):
        caller = getattr(procedure.manager.hook, name)
        if name.startswith("_") or caller.spec is None or set(caller.spec.argnames) - {"readings"}:
            continue
        for impl in caller.get_hookimpls():
            where = f"{impl.function.__module__}:{impl.function.__name__}"
            yield from _faults(where, partial(asked, impl.function, procedure.readings))


def _faults(where: str, hook: Callable[[], Any]) -> Iterator[str]:
    try:
        with sealed_off():
            first, second = hook(), hook()
    except OutsideWorld as reached:
        yield f"{where}: {reached}"
        return
    if written(first) != written(second):
        yield f"{where} answers differently when asked again"
    for value in loose(first):
        yield f"{where} answers with a {value}, which can be changed"


def written(value: object, within: frozenset[int] = frozenset()) -> str:
    """A value in words, the same for what says the same: of a function its code and what it holds, not its address."""
    if id(value) in within:  # a function may hold itself
        return "itself"
    within |= {id(value)}
    if isinstance(value, partial):
        return f"partial {written((value.func, value.args, tuple(value.keywords.items())), within)}"
    if isinstance(value, FunctionType):
        held = tuple(cell.cell_contents for cell in value.__closure__ or ())
        place = f"{value.__module__}:{value.__qualname__}:{value.__code__.co_firstlineno}"
        return f"{place} {written((held, value.__defaults__), within)}"
    if isinstance(value, tuple):
        return f"({', '.join(written(part, within) for part in value)})"
    if names := field_names(value):
        said = [f"{name}={written(getattr(value, name), within)}" for name in names]
        return f"{type(value).__name__}({', '.join(said)})"
    return repr(value)


def loose(value: object) -> Iterator[str]:
    """The kinds of value, anywhere within this one, that can be changed."""
    if isinstance(value, list | dict | set | bytearray) or _thaws(value):
        yield type(value).__name__
    for part in _parts(value):
        yield from loose(part)


def _thaws(value: object) -> bool:
    if isinstance(value, BaseModel):
        return not value.model_config.get("frozen")
    params = getattr(type(value), "__dataclass_params__", None)
    return params is not None and not params.frozen


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, tuple | frozenset):
        yield from value
    else:
        yield from (getattr(value, name) for name in field_names(value))


def sources(procedure: Procedure) -> Iterator[str]:
    """Faults of the layers' source: imports beyond what a plugin may, and a look at the time."""
    for module in procedure.modules():
        if module.__file__ is None:
            continue
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            for name in _imported(node):
                if not _allowed(name, module):
                    yield f"{module.__name__}:{getattr(node, 'lineno', 0)} imports {name}; a plugin may not"
            called = _called(node)
            if called in (*_NOW, *_CHANCE):
                yield f"{module.__name__}:{node.lineno} calls {called}(); take times and ids from the event"  # type: ignore[attr-defined]  # a call has its line


def _called(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def _allowed(name: str, module: ModuleType) -> bool:
    own = module.__name__.partition(".")[0]
    allowed = name == own or any(name == each or name.startswith(f"{each}.") for each in (*MAY_IMPORT, own))
    return allowed or hasattr(import_module(name.partition(".")[0]), "layer")  # another layer below it
