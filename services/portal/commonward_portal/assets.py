"""Styles and scripts, served by the portal itself: GOV.UK Frontend from npm without its font, and a little of our own.

Each file's name carries a hash of its content, so that browsers may keep it for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from commonward.procedure import Procedures

ASSETS_VARIABLE = "GOVUK_FRONTEND_DIST"
"""Names the `dist/govuk` folder of the npm package govuk-frontend where it is not found by looking upwards."""
PACKAGE = Path("node_modules/govuk-frontend/dist/govuk")
OWN = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class MissingAssets(RuntimeError):
    """GOV.UK Frontend is not installed."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    content: bytes
    squeezed: bytes
    type: str


@dataclass
class Assets:
    """Every file, by the name in its address."""

    files: dict[str, Asset] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """Keep a file under its hashed name."""
        content, path = text.encode(), Path(name)
        hashed = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
        self.files[hashed] = Asset(content, gzip.compress(content), TYPES[path.suffix])
        self.names[name] = hashed

    def text(self, name: str) -> str:
        """The file as it was added."""
        return self.files[self.names[name]].content.decode()

    def url(self, name: str) -> str:
        """Where a page finds the file."""
        return f"/assets/{self.names[name]}"


def load_assets(procedures: Procedures, environ: Mapping[str, str] = os.environ, start: Path | None = None) -> Assets:
    """Read every file once. Raises MissingAssets."""
    package, assets = _package(environ, start or Path.cwd()), Assets()
    assets.add("govuk.css", _without_font((package / "govuk-frontend.min.css").read_text(encoding="utf-8")))
    assets.add("govuk.js", _without_map((package / "govuk-frontend.min.js").read_text(encoding="utf-8")))
    assets.add("portal.css", (OWN / "portal.css").read_text(encoding="utf-8"))
    assets.add("plan.css", (OWN / "plan.css").read_text(encoding="utf-8"))
    script = (OWN / "portal.js").read_text(encoding="utf-8")
    assets.add("portal.js", script.replace("./govuk.js", f"./{assets.names['govuk.js']}"))
    assets.add("icon.svg", (OWN / "icon.svg").read_text(encoding="utf-8"))
    for code in procedures.authorities:
        # In a file of its own: the pages' policy allows no style in the page.
        assets.add(f"{code}.css", f":root {{ --authority: {procedures.of(code).authority.colour}; }}\n")
    return assets


def _package(environ: Mapping[str, str], start: Path) -> Path:
    named = environ.get(ASSETS_VARIABLE)
    above = (start, *start.parents, *Path(__file__).parents)
    candidates = [Path(named)] if named else [folder / PACKAGE for folder in above]
    for candidate in candidates:
        if (candidate / "govuk-frontend.min.css").is_file():
            return candidate
    where = named or f"{start} and the folders above it"
    raise MissingAssets(
        f"GOV.UK Frontend is not in {where}: run `make setup` (or `npm ci`) in the repository, "
        f"or name its dist/govuk folder in {ASSETS_VARIABLE}"
    )


def _without_font(css: str) -> str:
    """The Transport font and the crest may be used on GOV.UK alone."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", css)
    return _without_map(css.replace("GDS Transport,", ""))


def _without_map(text: str) -> str:
    """The map that the last line names is not served."""
    return re.sub(r"(/\*|//)# sourceMappingURL=.*", "", text)
