"""A signing key of the benchmark's own: real tokens, whose public key a tiny server on the loopback interface gives."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from joserfc import jwt
from joserfc.jwk import ECKey

LIFE_SECONDS = 3600


@dataclass(frozen=True)
class Issuer:
    """Who signs, where the public key is."""

    name: str
    keys_url: str
    key: ECKey

    def token(self, sub: str = "bench-social-worker", role: str = "social-worker") -> str:
        """Somebody's access token: by default a social worker's."""
        now = int(time.time())
        claims = {
            "iss": self.name,
            "aud": "commonward",
            "sub": sub,
            "roles": [role],
            "iat": now,
            "exp": now + LIFE_SECONDS,
        }
        return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": self.key.kid}, claims, self.key)


@contextmanager
def serving_keys() -> Iterator[Issuer]:
    """Serve the public key until the context ends."""
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
    document = json.dumps({"keys": [key.as_dict(private=False)]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield Issuer(address, f"{address}/jwks", key)
    finally:
        server.shutdown()
        server.server_close()
