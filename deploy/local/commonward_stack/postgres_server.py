"""PostgreSQL with one database and the roles that the platform runs under, on loopback."""

from __future__ import annotations

import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from commonward_stack.account import unprivileged
from commonward_stack.ports import HOST, free_port
from commonward_stack.process import Server, StackError

DEBIAN = Path("/usr/lib/postgresql")
"""Debian keeps the server's programs off the path, one folder a major version."""
OLDEST = 15

SUPERUSER = "postgres"
OWNER = "commonward_owner"
"""Owns the database and its tables; only migrations use it."""
APP = "commonward_app"
"""The services' role: owns nothing and can't bypass row-level security."""
DATABASE = "commonward"


class PostgresServer(Server):
    """A database server with durable writes (`fsync` on). Its passwords are random and live as long as it does."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT
    """The "fast" shutdown: it does not wait for clients to leave."""

    def __init__(self) -> None:
        self._bin = _programs()
        self.port = free_port()
        self._passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
        self._has_roles = False
        super().__init__(unprivileged("postgres", "nobody"))

    @property
    def admin_url(self) -> str:
        """The superuser, for tests that make databases of their own."""
        return self._url(SUPERUSER)

    @property
    def owner_url(self) -> str:
        """The role that owns the tables."""
        return self._url(OWNER)

    @property
    def app_url(self) -> str:
        """The services' role."""
        return self._url(APP)

    @property
    def version(self) -> str:
        return _version(self._bin)

    def is_ready(self) -> bool:
        try:
            psycopg.connect(f"{self._url(SUPERUSER, 'postgres')}?connect_timeout=2").close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        super().start()
        if not self._has_roles:
            self._create_roles()
            self._has_roles = True

    def _prepare(self) -> None:
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(self._passwords[SUPERUSER])
        self._account.give(password)
        options = ["--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(
            [f"{self._bin}/initdb", "-D", f"{self.folder}/data", "-U", SUPERUSER, *options],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **self._account.popen,
        )
        password.unlink()
        if done.returncode:
            raise StackError(f"PostgreSQL's data folder could not be made:\n{done.stdout}{done.stderr}")

    def _command(self) -> Sequence[str]:
        settings = {
            "listen_addresses": HOST,
            "unix_socket_directories": str(self.folder),
            "max_connections": "200",
            "timezone": "UTC",
        }
        flags = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [f"{self._bin}/postgres", "-D", f"{self.folder}/data", "-p", str(self.port), *flags]

    def _create_roles(self) -> None:
        with psycopg.connect(self._url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role in (OWNER, APP):
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                        sql.Identifier(role), sql.Literal(self._passwords[role])
                    )
                )
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )

    def _url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{self._passwords[role]}@{HOST}:{self.port}/{database}"


def _programs() -> Path:
    on_path = shutil.which("postgres")
    found = [Path(on_path).parent] if on_path else []
    found += sorted((f.parent for f in DEBIAN.glob("*/bin/postgres")), key=lambda folder: -_major(_version(folder)))
    for folder in found:
        if _major(_version(folder)) >= OLDEST:
            return folder
    missing = f"PostgreSQL {OLDEST} or later" if found else "PostgreSQL"
    raise StackError(f"{missing} is not installed: sudo apt-get install postgresql")


def _version(folder: Path) -> str:
    printed = subprocess.run([f"{folder}/postgres", "--version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"\d+(\.\d+)*", printed)
    if match is None:
        raise StackError(f"{folder}/postgres does not say its version")
    return match.group()


def _major(version: str) -> int:
    return int(version.partition(".")[0])
