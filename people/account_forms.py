"""The account library's forms in the house's words."""

from typing import Any

from allauth.account import forms
from allauth.mfa.webauthn import forms as passkey_forms

ADDRESS = "E-mail address"


class LoginForm(forms.LoginForm):
    """Sign in by e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS
        if "remember" in self.fields:
            self.fields["remember"].label = "Stay signed in on this device"


class SignupForm(forms.SignupForm):
    """Create an account by e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class ResetPasswordForm(forms.ResetPasswordForm):
    """Ask for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class AddEmailForm(forms.AddEmailForm):
    """Add another address to the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """Add a passkey or a security key, once the browser has made one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What to call it"
        self.fields["name"].max_length = 100
        alone = self.fields["passwordless"]
        alone.label = "Sign in with it alone, without my password"
        alone.help_text = (
            "It will ask for your fingerprint, your face or a PIN. Leave this empty for a security key that can’t."
        )
        alone.initial = True
