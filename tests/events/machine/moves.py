"""Every move that exists, in any order: each says first whether it will be refused, then does it, then is judged."""

from tests.events.machine.for_others import ForOthers
from tests.events.machine.passing_on import PassingOn
from tests.events.machine.programming import Programming
from tests.events.machine.registering import Registering
from tests.events.machine.sweeping import Sweeping
from tests.events.machine.waiting_list import WaitingList


class Moves(Programming, WaitingList, ForOthers, PassingOn, Registering, Sweeping):
    """All of it: a further theme is a further class."""
