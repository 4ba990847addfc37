"""The second factor: how the account library keeps its secrets and names its keys."""

import base64
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from people.models import User


class SecondFactorAdapter(DefaultMFAAdapter):
    """What the account library asks of the house about second factors."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept: the database alone doesn't tell it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; under a SECRET_KEY that is gone, one that nobody knows, so that no code fits it."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - the library's word
        """What a new passkey is called unless its owner says otherwise."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return "Turnout"


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(secret: str) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac("people.second_factor", "", secret=secret, algorithm="sha256").digest())
