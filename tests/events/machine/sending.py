"""Pages that are gone back to: what was sent long ago, and what was drawn for somebody else."""

from datetime import timedelta

import pytest

from core import once
from tests.events.machine.stage import ANY, Stage, move

FOUR_WEEKS = timedelta(weeks=4)


class Sending(Stage):
    """Forms that come a second time when much has happened since."""

    @move(2, lambda self: self.spent, which=ANY, other=ANY)
    def go_back_and_send_again(self, which: int, other: int) -> None:
        """What was cancelled since doesn't come back; a page of last month is refused, as is one of somebody else."""
        if not self.spent:
            return
        form = self.spent[-1 - which % min(len(self.spent), 6)]
        somebody = self.actors[other % len(self.actors)]
        if somebody is not form.actor or self.at >= form.drawn_at + FOUR_WEEKS:
            type(self).steps += 1
            with pytest.raises(once.OutOfDate):
                once.sent_by(somebody, form.text, at=self.at)
            self.walked["out of date", "somebody else" if somebody is not form.actor else "too old"] += 1
        else:
            self.send(form, form.actor, is_done=True)
            self.walked["sent again", "later"] += 1

    def forget_old_forms(self) -> None:
        """The sweep forgets no key that a page could still send."""
        once.forget_old(at=self.at)
