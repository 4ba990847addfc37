"""Asks the site on this machine whether it is well: python -m tools.health ends with 0 if it is."""

import http.client
import os
from http import HTTPStatus


def healthy(port: int) -> bool:
    """Whether the site behind `port` answers that it is well, asked by a name that it answers to."""
    names = [name.strip().lstrip(".") for name in os.environ.get("ALLOWED_HOSTS", "").split(",")]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": names[0] or "127.0.0.1"})
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(not healthy(int(os.environ.get("PORT") or "8000")))
