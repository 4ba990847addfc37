"""A little OpenID provider: a real HTTP server that gives codes, and takes them back for signed tokens."""

import base64
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "turnout", "a secret between the two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Where it is, whom it takes everybody for who comes, and what it lies about."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, query: dict[str, str]) -> str:
        """The address that the browser is sent back to, with a code."""
        code = secrets.token_urlsafe(8)
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, once, for the client that it was meant for; None for anybody else."""
        query = self.asked.pop(form.get("code", ""), None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_client = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if query is None or not is_client or query.get("code_challenge") != challenge:
            return None
        claims = {"iss": self.url, "aud": CLIENT, "exp": int(time.time()) + 60, "iat": int(time.time())}
        token = jwt.encode(claims | self.person | self.lies, KEY, "RS256", headers={"kid": "1"})
        return {"access_token": "for-userinfo", "token_type": "Bearer", "expires_in": 60, "id_token": token}

    @property
    def configuration(self) -> dict[str, Any]:
        """What it publishes of itself."""
        ends = ("authorization", "token", "userinfo")
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{end}_endpoint": f"{self.url}/{end}" for end in ends},
        }


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, listening on a port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            if path == "/authorization":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_single(query)))
                self.end_headers()
            elif path == "/userinfo":
                self._say(provider.person)
            else:
                self._say(provider.configuration)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens = provider.token(_single(body))
            self._say(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        def _say(self, said: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
