"""The account library's forms in the house's words."""

from typing import Any

from allauth.account import forms

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
