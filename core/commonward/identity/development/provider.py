"""A small OIDC provider for development: choose who you are, no password. It refuses to run anywhere else."""

from __future__ import annotations

from authlib.oauth2 import OAuth2Error
from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity.development.server import AuthorityServer
from commonward.identity.development.users import Users
from commonward.settings import Settings


def development_provider(settings: Settings, users: Users) -> Flask:
    """The provider, to be mounted at `issuer.MOUNT`, with one issuer for each authority in `users`.

    Raises RuntimeError outside `environment = "development"`.
    """
    if settings.environment != "development":
        raise RuntimeError(
            "the development identity provider lets anybody be anybody: "
            "it starts only with environment = 'development'; configure the authority's own issuer instead"
        )
    app = Flask(__name__)
    servers = {name: AuthorityServer(app, settings, name, its) for name, its in users.items()}
    _Routes(servers).on(app)
    # Authlib refuses to quote some characters of a bad request in its error and raises ValueError.
    app.register_error_handler(ValueError, lambda error: (jsonify(error="invalid_request"), 400))
    app.register_error_handler(HTTPException, lambda error: (jsonify(error=error.name), error.code))
    return app


class _Routes:
    def __init__(self, servers: dict[str, AuthorityServer]) -> None:
        self._servers = servers

    def on(self, app: Flask) -> None:
        app.add_url_rule("/<authority>/.well-known/openid-configuration", view_func=self.discovery)
        app.add_url_rule("/<authority>/jwks.json", view_func=self.jwks)
        app.add_url_rule("/<authority>/authorize", view_func=self.authorize, methods=["GET", "POST"])
        app.add_url_rule("/<authority>/token", view_func=self.token, methods=["POST"])
        app.add_url_rule("/<authority>/userinfo", view_func=self.userinfo, methods=["GET", "POST"])
        app.add_url_rule("/<authority>/end-session", view_func=self.end_session, methods=["GET", "POST"])

    def discovery(self, authority: str) -> Response:
        return jsonify(self._server(authority).metadata())

    def jwks(self, authority: str) -> Response:
        return jsonify(self._server(authority).keys.as_dict(private=False))

    def authorize(self, authority: str) -> AnyResponse | str:
        server = self._server(authority)
        try:
            grant = server.get_consent_grant()
        except OAuth2Error as error:
            refusal: AnyResponse = server.handle_error_response(None, error)
            return refusal
        # A link may name who signs in, so that the portal's first page is the chooser: nobody has a password here.
        wanted = request.form.get("sub", "") if request.method == "POST" else request.args.get("login_hint", "")
        user = server.users.get(wanted)
        if user is None:
            return render_template("choose_user.html", authority=authority, users=server.users.values())
        answer: AnyResponse = server.create_authorization_response(grant_user=user, grant=grant)
        return answer

    def token(self, authority: str) -> AnyResponse:
        answer: AnyResponse = self._server(authority).create_token_response()
        return answer

    def userinfo(self, authority: str) -> AnyResponse:
        server = self._server(authority)
        user = server.bearer(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if user is None:
            return Response(status=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return jsonify(sub=user.sub, name=user.name, roles=user.roles)

    def end_session(self, authority: str) -> AnyResponse | str:
        answer: AnyResponse | None = self._server(authority).create_endpoint_response("end_session")
        return answer or render_template("logged_out.html", authority=authority)

    def _server(self, authority: str) -> AuthorityServer:
        return self._servers.get(authority) or abort(404)
