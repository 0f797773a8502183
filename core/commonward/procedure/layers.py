"""Layers of plugins: found by entry point, stacked per authority and edition, checked before use."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pluggy

from commonward.procedure import hookspecs
from commonward.procedure.authority import Edition
from commonward.procedure.check import check
from commonward.procedure.data_files import BadData
from commonward.procedure.plugin_code import broken, place_of
from commonward.procedure.procedure import Procedure
from commonward.procedure.readings import Chosen, refuse_unknown
from commonward.procedure.unusable import UnusableProcedure

GROUP = "commonward.procedures"


@dataclass(frozen=True, slots=True)
class Layer:
    """A plugin package's entry point: the editions it ships and the module that answers for each."""

    code: str
    editions: tuple[tuple[Edition, str], ...] = field(default=())
    """Edition and the dotted name of its hooks module, oldest first."""

    def module(self, version: str | None) -> ModuleType:
        """Import the hooks of a version, or of the newest. Raises UnusableProcedure."""
        wanted = self.edition(version)
        name = next(name for edition, name in self.editions if edition == wanted)
        try:
            return import_module(name)
        except BadData as bad:
            raise UnusableProcedure(f"{self.code}: {bad}") from None
        except Exception as error:  # whatever a plugin's module may raise while it is imported
            raise broken(error, {name.partition(".")[0]: self.code}) from error

    def edition(self, version: str | None) -> Edition:
        """The edition of a version, or the newest. Raises UnusableProcedure."""
        for edition, _ in reversed(self.editions):
            if version is None or edition.version == version:
                return edition
        known = ", ".join(edition.version for edition, _ in self.editions)
        raise UnusableProcedure(f"{self.code} has no edition {version}; it ships {known}")


class UnknownAuthority(LookupError):
    """No procedure is configured for this authority."""


class InstalledLayers(Mapping[str, Layer]):
    """Every layer that is installed, by code. One is imported when it is asked for: a broken one harms no other board.

    Asking raises UnusableProcedure for one that can't be imported, or is no layer.
    """

    def __init__(self) -> None:
        self._points = {point.name: point for point in entry_points(group=GROUP)}

    def __getitem__(self, code: str) -> Layer:
        point = self._points[code]
        try:
            layer = point.load()
        except Exception as error:  # as in `Layer.module`
            raise broken(error, {point.module.partition(".")[0]: code}) from error
        if not isinstance(layer, Layer):
            raise UnusableProcedure(f"{code}: {point.value} is a {type(layer).__name__}; it must be a Layer")
        return layer

    def __iter__(self) -> Iterator[str]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)


class Procedures:
    """Gives each authority its own procedure at an edition, from its own plugin manager.

    No board can answer for another: they never share a manager.
    """

    def __init__(
        self,
        stacks: Mapping[str, Sequence[str]],
        layers: Mapping[str, Layer] | None = None,
        readings: Mapping[str, Mapping[str, str]] | None = None,
        region: Path | None = None,
    ) -> None:
        """`stacks` has each authority's layers, general first; `readings` what it has chosen, by question.

        `region` is the file that they are chosen in, for messages.
        """
        self._readings = readings or {}
        self._region = region
        self._layers = InstalledLayers() if layers is None else layers
        self._stacks = {authority: tuple(codes) for authority, codes in stacks.items()}
        self._load = functools.cache(self._build)

    @property
    def authorities(self) -> tuple[str, ...]:
        """The configured authorities, in order."""
        return tuple(self._stacks)

    def of(self, authority: str, edition: str | None = None) -> Procedure:
        """The authority's procedure at an edition, by default the newest.

        Raises UnknownAuthority, or UnusableProcedure when the plugin can't be used.
        """
        if authority not in self._stacks:
            raise UnknownAuthority(f"{authority} is not served here; known: {', '.join(self._stacks) or 'none'}")
        return self._load(authority, edition or self._newest(authority).version)

    def load_all(self) -> None:
        """Load every edition of every authority, as a process does at its start. Raises UnusableProcedure."""
        for authority in self.authorities:
            for edition in self.editions(authority):
                self.of(authority, edition.version)

    def current(self, authority: str, on: date) -> Procedure:
        """The procedure that a case opened on this day follows."""
        own = self._own(authority)
        fitting = [edition for edition, _ in own.editions if edition.since <= on]
        return self.of(authority, fitting[-1].version if fitting else own.editions[0][0].version)

    def editions(self, authority: str) -> tuple[Edition, ...]:
        """The editions that the authority's own layer ships, oldest first."""
        return tuple(edition for edition, _ in self._own(authority).editions)

    def _newest(self, authority: str) -> Edition:
        return self.editions(authority)[-1]

    def _own(self, authority: str) -> Layer:
        if authority not in self._stacks:
            raise UnknownAuthority(f"{authority} is not served here; known: {', '.join(self._stacks) or 'none'}")
        return self._layer(self._stacks[authority][-1])

    def _layer(self, code: str) -> Layer:
        if code not in self._layers:
            raise UnusableProcedure(
                f"no procedure layer {code!r} is installed; installed: {', '.join(sorted(self._layers)) or 'none'}"
            )
        return self._layers[code]

    def _build(self, authority: str, edition: str) -> Procedure:
        manager = pluggy.PluginManager(hookspecs.NAME)
        manager.add_hookspecs(hookspecs)
        *general, local = self._stacks[authority]
        below = dict(self._layer(local).edition(edition).stands_on)
        modules = {code: self._layer(code).module(below.get(code)) for code in general}
        modules[local] = self._layer(local).module(edition)
        for code, module in modules.items():
            _register(manager, code, module)
        try:
            return self._checked(manager, authority, edition)
        except UnusableProcedure:
            raise
        except Exception as error:  # whatever a hook may raise
            raise broken(error, {_package(module): code for code, module in modules.items()}) from error

    def _checked(self, manager: pluggy.PluginManager, authority: str, edition: str) -> Procedure:
        wanted = Chosen(self._readings.get(authority, {}), authority, self._region)
        procedure = Procedure.load(manager, edition, wanted)
        if edition == self._newest(authority).version:
            refuse_unknown(procedure.readings, wanted)
        check(procedure)
        return procedure


def _register(manager: pluggy.PluginManager, code: str, hooks: ModuleType) -> None:
    """Let a layer answer. Raises UnusableProcedure for a hook that no specification knows, or not so."""
    known = [name for name in vars(hookspecs) if name.startswith(f"{hookspecs.NAME}_")]
    for name in dir(hooks):
        function = getattr(hooks, name)
        if hasattr(function, f"{hookspecs.NAME}_impl") and name not in known:
            meant = ", ".join(get_close_matches(name, known)) or "those of docs/hooks.md"
            raise UnusableProcedure(f"{code}: {place_of(function)}: {name} is no hook; known: {meant}")
    try:
        manager.register(hooks, name=code)
    except pluggy.PluginValidationError as error:
        function = next((getattr(hooks, name) for name in known if f"'{name}'" in str(error)), None)
        place = f"{place_of(function)}: " if function else ""
        raise UnusableProcedure(f"{code}: {place}{' '.join(str(error).split())}") from None


def _package(hooks: ModuleType) -> str:
    """The package of a layer's hooks; some tests have them in an object."""
    return (hooks.__name__ if isinstance(hooks, ModuleType) else type(hooks).__module__).partition(".")[0]
