"""Forms with keys, as pages draw them: what one asks for is done once, however often and whenever it is sent."""

from collections.abc import Callable
from datetime import datetime

from core import once
from core.audit import Actor


class Form:
    """A form on a page that was drawn for somebody, and what it asks for."""

    def __init__(self, actor: Actor, at: datetime, here: int, number: int) -> None:
        self.actor, self.drawn_at, self.here = actor, at, here
        self.leads_to = f"/what/came/of/{number}/"
        self.text = once.drawn_for(actor, at=at)
        self.sending = once.sent_by(actor, self.text, at=at)
        self.asks_for = ""
        self.act: Callable[[Actor], object]
        self.made: object = None

    def drawn_again(self, at: datetime) -> "Form":
        """The same page, still open in another tab or gone back to: its key is the same."""
        again = Form(self.actor, self.drawn_at, self.here, 0)
        again.leads_to, again.text, again.asks_for = f"{self.leads_to}again/", self.text, self.asks_for
        again.sending = once.sent_by(self.actor, self.text, at=at)
        return again
