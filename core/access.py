"""Who may open an address: every view in a urls.py is wrapped in one of these, and one without fails a test.

`public` is for anybody, `members` for whoever is signed in, `only(rule)` for those for whom rule(user) is true, `keyed`
for whoever has a key of an agency. A rule about one object is asked in the view, with `require`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
UserRule = Callable[[Any], bool]


class GuardedView(Protocol):
    """A view that says who may open it, in `access`."""

    access: str

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def public(view: View) -> View:
    """Anybody may open the view."""
    return _named("public", login_not_required(_wrapped(view)))


def members(view: View) -> View:
    """Whoever is signed in may open the view (the middleware sees to it)."""
    return _named("members", _wrapped(view))


def keyed(view: View) -> View:
    """Whoever sends a key that is good may open the view, which looks at it; nobody signs in there."""
    return _named("keyed", login_not_required(_wrapped(view)))


def only(rule: UserRule, view: View) -> View:
    """Those for whom rule(user) is true may open the view; for others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(rule(request.user))
        return view(request, *args, **kwargs)

    return _named(rule.__name__, guarded)


def require(allowed: bool) -> None:
    """Go on if `allowed`; else 404, for whoever may not see a thing needn't learn that it exists."""
    if not allowed:
        raise Http404


def _wrapped(view: View) -> View:
    """A copy of the view, so that marking it here doesn't mark it everywhere."""

    @wraps(view)
    def copy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return copy


def _named(access: str, view: View) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
