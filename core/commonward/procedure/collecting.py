"""What the hooks answer when a procedure is loaded: asked of each layer, held against its type, and put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pluggy

from commonward.procedure.declaring import Without
from commonward.procedure.plugin_code import place_of
from commonward.procedure.readings import Readings, asked
from commonward.procedure.unusable import UnusableProcedure

T = TypeVar("T")
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a declaration comes from: `module:function` of the hook that made it."""

    declaration: Any
    made_by: str


@dataclass(frozen=True, slots=True)
class Described(Generic[T]):
    """What the most local layer that has an answer describes, and `module:function` of its hook."""

    hook: str
    answer: T | None = None
    made_by: str = ""

    def needed(self) -> T:
        """The answer. Raises UnusableProcedure where no layer has one."""
        if self.answer is None:
            raise UnusableProcedure(f"no layer answers {self.hook}; the authority's own plugin must")
        return self.answer


def described(manager: pluggy.PluginManager, hook: str, cls: type[T], readings: Readings) -> Described[T]:
    """Ask a describing hook, the most local layer first. Raises UnusableProcedure for an answer of another type."""
    for impl in reversed(getattr(manager.hook, hook).get_hookimpls()):
        answer = asked(impl.function, readings)
        if answer is not None:
            return Described(hook, _typed(answer, cls, impl.function), made_by(impl.function))
    return Described(hook)


def made_by(function: Any) -> str:
    """`module:function`."""
    return f"{function.__module__}:{function.__name__}"


def _typed(answer: Any, cls: type[T], function: Any) -> T:
    if not isinstance(answer, cls):
        raise UnusableProcedure(f"{_gave(function, answer)}; give a {cls.__name__}")
    return answer


def _gave(function: Any, answer: object) -> str:
    what = "None" if answer is None else f"a {type(answer).__name__}"
    return f"{place_of(function)}: {function.__name__} gave {what}"


class Collected:
    """Gathers contributions from the general layer to the local one, remembering who made which."""

    def __init__(self, manager: pluggy.PluginManager, readings: Readings) -> None:
        self._manager = manager
        self._readings = readings
        self.removed: list[Without] = []
        self.withdrawn: list[Origin] = []
        self.origins: list[Origin] = []

    def answers(self, hook: str, cls: type[T]) -> list[tuple[T, Any]]:
        """Each layer's answer with the function that gave it, general first."""
        found = []
        for impl in getattr(self._manager.hook, hook).get_hookimpls():
            answer = asked(impl.function, self._readings)
            if answer is None:
                raise UnusableProcedure(f"{_gave(impl.function, None)}; leave the hook out, or give what it declares")
            found.append((_typed(answer, cls, impl.function), impl.function))
        return found

    def merged(self, hook: str, cls: type[T], *, key: tuple[str, ...] = ("id",)) -> tuple[T, ...]:
        """The declarations that hold: a more local one of the same key replaces, `without` takes away."""
        kept: dict[Key, Origin] = {}
        for declarations, function in self.answers(hook, object):
            if not isinstance(declarations, tuple | list):
                raise UnusableProcedure(f"{_gave(function, declarations)}; give a tuple of {cls.__name__}, also of one")
            for declaration in declarations:
                if isinstance(declaration, Without):
                    self._remove(kept, declaration, made_by(function))
                elif isinstance(declaration, cls):
                    origin = Origin(declaration, made_by(function))
                    self._keep(kept, origin, tuple(getattr(declaration, name) for name in key))
                else:
                    raise UnusableProcedure(f"{_gave(function, declaration)}; {hook} takes {cls.__name__}")
        self.origins.extend(kept.values())
        return tuple(origin.declaration for origin in kept.values())

    def _keep(self, kept: dict[Key, Origin], origin: Origin, key: Key) -> None:
        before = kept.get(key)
        if before is not None and before.made_by == origin.made_by:
            raise UnusableProcedure(f"{origin.made_by} declares {key[0]} twice; one would hide the other")
        kept[key] = origin

    def _remove(self, kept: dict[Key, Origin], without: Without, gone_by: str) -> None:
        gone = [key for key in kept if key[0] == without.id]
        if not gone:
            raise UnusableProcedure(f"{gone_by} goes without {without.id}, which no more general layer declares")
        self.withdrawn.extend(Origin(kept.pop(key).declaration, gone_by) for key in gone)
        self.removed.append(without)
