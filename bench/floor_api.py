"""The floors of the API: bare Flask and psycopg under the same granian, with hand-written SQL and no checks.

`python -m bench.floor_api PORT`, with COMMONWARD_DATABASE_URL and FLOOR (`rows` or `single`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import uuid_utils
from flask import Flask, jsonify, request
from granian import Granian
from granian.constants import Interfaces
from psycopg_pool import ConnectionPool

from bench.rows import ONE, SET_AUTHORITY, SINGLE_INSERT, rows_of
from commonward.cli.serve import THREADS

WORKERS = 2
"""As `commonward api` has them."""


def wsgi() -> Flask:
    """The app that the environment names; called once in each server process."""
    app = Flask("floor")
    write = _WRITERS[os.environ["FLOOR"]](os.environ["COMMONWARD_DATABASE_URL"])

    @app.post("/v1/concerns")
    def take() -> Any:
        row = rows_of(request.get_json(), str(uuid_utils.uuid7()))
        write(row)
        return jsonify(case=row["case_id"], reference=row["reference"], concern=row["concern"], team=row["team"]), 201

    return app


def _all_rows(database: str) -> Callable[[dict[str, Any]], None]:
    """Every row that ours writes, in one transaction."""
    pool = _pool(database, "-c search_path=referral")

    def write(row: dict[str, Any]) -> None:
        with pool.connection() as connection:
            connection.execute(SET_AUTHORITY)
            connection.execute(ONE, row)

    return write


def _single_row(database: str) -> Callable[[dict[str, Any]], None]:
    """One row, by one statement that is its own transaction."""
    pool = _pool(database, "-c search_path=referral -c app.authority=leeds", autocommit=True)

    def write(row: dict[str, Any]) -> None:
        with pool.connection() as connection:
            connection.execute(SINGLE_INSERT, row)

    return write


_WRITERS = {"rows": _all_rows, "single": _single_row}


def _pool(database: str, options: str, **more: Any) -> ConnectionPool[Any]:
    settings = {"options": options, "prepare_threshold": 1, **more}
    return ConnectionPool(database, kwargs=settings, min_size=THREADS, max_size=THREADS, open=True)


if __name__ == "__main__":
    Granian(
        "bench.floor_api:wsgi",
        factory=True,
        interface=Interfaces.WSGI,
        port=int(sys.argv[1]),
        workers=WORKERS,
        blocking_threads=THREADS,
    ).serve()
