"""Every cited declaration, and a procedure that goes without it: as small a change as the citation allows.

- A contributed declaration is left out, a tool with all its versions; where only a part cites the rule, only that is.
- `plan_because` and its like stand for the fields that begin with the same word: those go back to their defaults.
- A describing hook (scope, scale) falls back to the more general layer's answer, or to a neutral one.
- A function that is marked with `follows` answers nothing.

What loading checks is left out for such a procedure: a load that fails proves nothing about what the procedure says.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from types import FunctionType, ModuleType
from typing import Any

from pydantic import BaseModel

from commonward.cli.matrix import functions_of
from commonward.procedure import Procedure, Readings, Scale, Scope, SetBy, hookspecs, layers
from commonward.procedure.citing import Place, citing_parts
from commonward.procedure.declaring import Without
from commonward.procedure.describe import hooks
from commonward.procedure.readings import asked

NEUTRAL: dict[str, Any] = {
    "commonward_scope": Scope(under_age=0),
    "commonward_levels": Scale(levels=(), set_by=SetBy.WORKER),
}
"""What a hook says when no layer does any more, where the procedure can't be without an answer."""
CONTRIBUTE = {name for name, hook in hooks().items() if not getattr(hook, f"{hookspecs.NAME}_spec")["firstresult"]}
"""Hooks that never answer None."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A declaration, or a part of one, that a layer's hook no longer gives."""

    what: str
    module: str
    hook: str
    number: int | None
    """Which of the hook's declarations; None where it describes one thing."""
    place: Place = ()

    def of(self, answer: Any) -> Any:
        """The hook's answer without it."""
        if self.number is None:
            return without_part(answer, self.place) if self.place else None
        this = answer[self.number]
        if self.place:
            return _replaced(answer, self.number, (without_part(this, self.place),))
        return tuple(each for each in answer if each is not this and not _versions_of_one(each, this))


@dataclass(frozen=True, slots=True)
class Silent:
    """A marked function that answers nothing."""

    what: str
    function: FunctionType


Mutation = LeftOut | Silent


def citations(procedure: Procedure) -> Iterator[tuple[str, Mutation]]:
    """Each rule that a layer cites, with what is to be disabled. The same rule can come many times."""
    for layer in procedure.manager.get_plugins():
        for hook in _asked_at_load(layer):
            yield from _of_hook(layer, hook, asked(getattr(layer, hook), procedure.readings))
    for function in functions_of(procedure):
        for rule in getattr(function, "__follows__", ()):
            yield rule, Silent(f"{function.__module__}:{function.__qualname__} answers nothing", function)


def _asked_at_load(layer: ModuleType) -> Iterator[str]:
    """The layer's hooks that describe or contribute: asked at load, they take the readings or nothing."""
    for name, value in vars(layer).items():
        marked = hasattr(value, f"{hookspecs.NAME}_impl") and name != "commonward_rule_register"
        if marked and value.__code__.co_varnames[: value.__code__.co_argcount] in ((), ("readings",)):
            yield name


def _of_hook(layer: ModuleType, hook: str, answer: Any) -> Iterator[tuple[str, LeftOut]]:
    several = isinstance(answer, (tuple, list))
    declared = tuple(answer) if several else (answer,)
    for number, declaration in enumerate(declared):
        newer = any(_versions_of_one(each, declaration) for each in declared[number + 1 :])
        if newer or isinstance(declaration, Without):
            continue
        for place, because in citing_parts(declaration):
            what = " ".join(filter(None, [f"{layer.__name__}:{hook}", _name(declaration), _words(declaration, place)]))
            for rule in dict.fromkeys(because):
                yield rule, LeftOut(what, layer.__name__, hook, number if several else None, place)


def _versions_of_one(one: Any, other: Any) -> bool:
    """Whether they are the same tool. Its newest version, which comes last, stands for all of them."""
    return hasattr(one, "version") and hasattr(other, "version") and one.code == other.code


def without_part(declaration: Any, place: Place) -> Any:
    """The declaration without the part at that place."""
    (name, number), *rest = place
    value = getattr(declaration, name)
    if rest:
        part = without_part(value if number is None else value[number], tuple(rest))
        return _changed(declaration, {name: part if number is None else _replaced(value, number, (part,))})
    if name.endswith("_because"):
        word, defaults = name.removesuffix("_because"), _fields(declaration)
        return _changed(declaration, {each: default for each, default in defaults.items() if each.startswith(word)})
    return _changed(declaration, {name: _fields(declaration)[name] if number is None else _replaced(value, number, ())})


def apply(mutation: Mutation, procedures: tuple[Procedure, ...]) -> None:
    """Change this process for good: every procedure that is loaded from now on goes without."""
    layers.check = lambda procedure: None  # type: ignore[assignment]
    if isinstance(mutation, Silent):
        mutation.function.__code__ = _nothing.__code__.replace(co_freevars=mutation.function.__code__.co_freevars)
    for layer in {layer for procedure in procedures for layer in procedure.manager.get_plugins()}:
        for hook in _asked_at_load(layer):
            setattr(layer, hook, _wrapped(layer, hook, mutation, general=_most_general(hook, layer, procedures)))


def _most_general(hook: str, layer: ModuleType, procedures: tuple[Procedure, ...]) -> bool:
    """No layer below it answers this hook, in any of the procedures."""
    managers = [each.manager for each in procedures if layer in each.manager.get_plugins()]
    return any(getattr(manager.hook, hook).get_hookimpls()[0].plugin is layer for manager in managers)


def _wrapped(layer: ModuleType, hook: str, mutation: Mutation, *, general: bool) -> Any:
    original: Any = getattr(layer, hook)

    @functools.wraps(original)
    def answer(*given: Readings) -> Any:
        found = original(*given)
        if isinstance(mutation, LeftOut) and (mutation.module, mutation.hook) == (layer.__name__, hook):
            found = mutation.of(found)
        if found is None and hook in CONTRIBUTE:
            return ()
        return NEUTRAL.get(hook) if found is None and general else found

    return answer


def _nothing(*args: object, **named: object) -> None:
    return None


def _fields(declaration: Any) -> dict[str, Any]:
    """Each field of a declaration with its default; None where it has none."""
    if isinstance(declaration, type):
        return {}
    if is_dataclass(declaration):
        return {each.name: _default(each.default, each.default_factory) for each in fields(declaration)}
    if isinstance(declaration, BaseModel):
        known = type(declaration).model_fields
        return {name: None if each.is_required() else each.get_default() for name, each in known.items()}
    return {}


def _default(value: Any, factory: Any) -> Any:
    if factory is not MISSING:
        return factory()
    return None if value is MISSING else value


def _changed(declaration: Any, values: dict[str, Any]) -> Any:
    if isinstance(declaration, BaseModel):
        return declaration.model_copy(update=values)
    return replace(declaration, **values)


def _replaced(values: tuple[Any, ...], number: int, by: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*values[:number], *by, *values[number + 1 :])


def _name(declaration: Any) -> str:
    return str(getattr(declaration, "id", None) or getattr(declaration, "code", None) or "")


def _words(declaration: Any, place: Place) -> str:
    """The way to a part, for a person: `.fields[harm]`."""
    words = ""
    for name, number in place:
        value = getattr(declaration, name)
        declaration = value if number is None else value[number]
        words += f".{name}" + ("" if number is None else f"[{_name(declaration) or number}]")
    return words
