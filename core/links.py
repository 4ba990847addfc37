"""Links in letters: each for one purpose, hashed at rest, spent by POST only, and no link ever signs anybody in.

A link is made when its letter is written, so that its token is in the letter and nowhere else.
"""

import secrets
from hashlib import sha256

TOKEN_BYTES = 24


def new_token() -> str:
    """A token that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(purpose: str, token: str) -> str:
    """What is kept of a token: enough to know it again, for that purpose only."""
    return sha256(f"{purpose}:{token}".encode()).hexdigest()
