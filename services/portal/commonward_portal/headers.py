"""The headers of every answer: nothing from elsewhere, nothing kept, nothing framed."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response

from commonward.settings import Settings


def harden(app: Flask, settings: Settings) -> None:
    """Set the headers on each answer that has not set its own."""
    headers = _headers(settings)

    @app.after_request
    def _harden(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def _headers(settings: Settings) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": _content_security_policy(settings),
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if settings.public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def _content_security_policy(settings: Settings) -> str:
    # Signing out is a form whose answer leads to the provider; Chromium applies form-action to that step too.
    providers = {_origin(issuer.issuer) for its in settings.authorities.values() for issuer in its.issuers}
    forms = " ".join(["'self'", *sorted(providers)])
    return f"default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action {forms}"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
