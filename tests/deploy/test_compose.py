"""The description of a region's containers: complete, hardened, without secrets, and readable by its own client."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from commonward.runtime import service_names

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
WITHOUT_WORKER = {"portal"}
IMAGES_OF_OTHERS = {"postgres", "kafka", "keycloak", "collector"}
WRITE_TO_THEMSELVES = {"kafka", "keycloak"}
SECRET = re.compile(r"\w*(?:PASSWORD|SECRET|_KEY)\w*")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def containers(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def variables(text: str) -> set[str]:
    return set(re.findall(r"\$\{(\w+)", text))


def offered() -> dict[str, str]:
    """The variables of `.env.example`, with what stands after the sign."""
    text = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_every_service_has_an_api_and_a_worker(containers: dict[str, dict[str, Any]]) -> None:
    commands = [tuple(container.get("command", ())) for container in containers.values()]

    for service in service_names():
        assert ("api", service, "--host", "0.0.0.0") in commands
        assert (("worker", service) in commands) == (service not in WITHOUT_WORKER)


def test_nothing_of_ours_starts_before_the_migrations(containers: dict[str, dict[str, Any]]) -> None:
    ours = [name for name in containers if name.endswith(("-api", "-worker"))]

    early = [
        n for n in ours if containers[n]["depends_on"]["migrate"] != {"condition": "service_completed_successfully"}
    ]

    assert ours
    assert early == []


def test_every_container_drops_its_privileges(containers: dict[str, dict[str, Any]]) -> None:
    for name, container in containers.items():
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert "mem_limit" in container, name
        assert container.get("read_only", False) == (name not in WRITE_TO_THEMSELVES), name


def test_our_containers_run_as_the_user_that_the_image_makes(containers: dict[str, dict[str, Any]]) -> None:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")

    ours = {name: c["user"] for name, c in containers.items() if name not in IMAGES_OF_OTHERS}

    assert set(ours.values()) == {"10001:10001"}
    assert "\nUSER 10001:10001\n" in image


def test_only_the_migrations_know_the_role_that_owns_the_tables(containers: dict[str, dict[str, Any]]) -> None:
    environments = {name: container.get("environment", {}) for name, container in containers.items()}

    knowing = {name for name, environment in environments.items() if "OWNER_PASSWORD" in str(environment)}

    assert knowing == {"migrate", "postgres"}


def test_whatever_is_named_exists(compose: dict[str, Any], containers: dict[str, dict[str, Any]]) -> None:
    for name, container in containers.items():
        assert set(container.get("depends_on", {})) <= set(containers), name
        assert set(container["networks"]) <= set(compose["networks"]), name
        assert {config["source"] for config in container.get("configs", ())} <= set(compose["configs"]), name
        for volume in container.get("volumes", ()):
            source = volume.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"], name
    assert (DEPLOY / compose["configs"]["collector"]["file"]).is_file()


def test_every_variable_is_offered_blank_in_the_example(compose: dict[str, Any]) -> None:
    wanted = variables((DEPLOY / "compose.yaml").read_text(encoding="utf-8")) - {"COMMONWARD_VERSION"}

    assert wanted <= set(offered())
    assert set(offered().values()) == {""}


def test_no_secret_stands_in_the_description(containers: dict[str, dict[str, Any]]) -> None:
    values = [
        (name, variable, value)
        for name, container in containers.items()
        for variable, value in container.get("environment", {}).items()
        if SECRET.fullmatch(variable)
    ]

    written = [found for found in values if found[2] not in {"unused", None} and not str(found[2]).startswith("${")]

    assert len(values) > 10
    assert written == []


def test_git_ignores_the_file_with_the_secrets() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "--quiet", "deploy/.env"], cwd=ROOT, check=False, capture_output=True
    )

    assert ignored.returncode == 0


def test_the_image_is_made_from_hashed_requirements(compose: dict[str, Any]) -> None:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE) for word in line.split()]

    assert "pip install --require-hashes -r /build/runtime.txt" in image
    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_its_own_client_reads_the_description() -> None:
    """Where `docker compose` is not installed, what it would read is checked by the tests above alone."""
    if not _has_client():
        return
    filled = dict.fromkeys(offered(), "9") | {
        "REGION": "greater-manchester",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }

    done = subprocess.run(
        ["docker", "compose", "-f", "deploy/compose.yaml", "config", "--quiet"],
        cwd=ROOT,
        env=filled,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    assert done.returncode == 0


def _has_client() -> bool:
    docker = shutil.which("docker")
    return (
        docker is not None
        and not subprocess.run([docker, "compose", "version"], check=False, capture_output=True).returncode
    )
