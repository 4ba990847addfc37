"""The account library's forms in the house's words."""

from typing import Any

from allauth.account import forms
from allauth.account.fields import PasswordField
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms as django_forms
from django.contrib.auth.password_validation import validate_password

from people.models import User

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "remember": "Stay signed in on this device",
    "oldpassword": "Password now",
    "password1": "New password",
    "password2": "New password again",
}
GOOD_PASSWORD = "12 characters or more. Three words that you would not say together are good."  # noqa: S105, a hint


class InOurWords(django_forms.BaseForm):
    """A form of the library's, whose fields are called as the house calls them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
        if "password1" in self.fields:
            self.fields["password1"].help_text = GOOD_PASSWORD


class LoginForm(InOurWords, forms.LoginForm):
    """Sign in by e-mail address and password."""


class SignupForm(InOurWords, forms.SignupForm):
    """Create an account by e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Password"


class ResetPasswordForm(InOurWords, forms.ResetPasswordForm):
    """Ask for a new password."""


class ResetPasswordKeyForm(InOurWords, forms.ResetPasswordKeyForm):
    """Choose a new password, after the old one was forgotten."""


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    """Choose a new password, knowing the old one."""


class SetPasswordForm(InOurWords, forms.SetPasswordForm):
    """Choose a password where there was none."""


class AddEmailForm(InOurWords, forms.AddEmailForm):
    """Add another address to the account."""


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


class InvitedForm(InOurWords, django_forms.Form):
    """Choose the password of an account that one was invited to have."""

    password1 = PasswordField(autocomplete="new-password")

    def __init__(self, data: Any, *, email: str) -> None:
        super().__init__(data)
        self.fields["password1"].label = "Password"
        self.email = email

    def clean_password1(self) -> str:
        """The password, if it is as good as one must be."""
        password = str(self.cleaned_data["password1"])
        validate_password(password, User(email=self.email))
        return password
