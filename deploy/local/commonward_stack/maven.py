"""Gets a server's files from Maven Central by artifact name, once for each version of its pom."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from commonward_stack.process import StackError

POMS = Path(__file__).parent.parent / "maven"


def fetch(name: str) -> Path:
    """Return the folder with the files that `deploy/local/maven/NAME.xml` names. Raises StackError."""
    pom = POMS / f"{name}.xml"
    folder = cache() / f"{name}-{hashlib.sha256(pom.read_bytes()).hexdigest()[:12]}"
    if not folder.exists():
        print(f"getting {name} from Maven Central (about a minute, once) ...", file=sys.stderr, flush=True)
        _copy(pom, folder)
    return folder


def cache() -> Path:
    """Where fetched servers are kept: `$XDG_CACHE_HOME/commonward`."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "commonward"
    base.mkdir(parents=True, exist_ok=True)
    return base


def java() -> str:
    """The path of `java`. Raises StackError with the line to type."""
    return _program("java", "JDK 17", "sudo apt-get install openjdk-17-jdk-headless")


def _copy(pom: Path, folder: Path) -> None:
    maven = _program("mvn", "Maven", "sudo apt-get install maven")
    # Filled beside its final place and renamed, so that an interrupted download is never taken for a whole one.
    partial = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    options = ["-q", "-B", "--strict-checksums", "-f", str(pom)]
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={partial}"]
    try:
        done = subprocess.run([maven, *options, *goal], capture_output=True, text=True, check=False)
        if done.returncode:
            raise StackError(f"Maven could not get {pom.stem}:\n{(done.stdout + done.stderr).strip()}")
        _keep(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _keep(partial: Path, folder: Path) -> None:
    try:
        partial.rename(folder)
    except OSError:
        if not folder.exists():  # another run was faster: its copy is as good
            raise


def _program(name: str, title: str, line: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise StackError(f"{title} is not installed: {line}")
    return path
