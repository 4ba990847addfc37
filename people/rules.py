"""Who may do what, as far as duties alone decide it; pure predicates over a user."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from people.models import Agency, Duty, Person, User

AnyUser = User | AnonymousUser


def may_manage_training(user: AnyUser) -> bool:
    """Plans the programme, runs registers, compiles reports."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.MANAGER, Duty.Kind.ADMINISTRATOR)


def may_administer(user: AnyUser) -> bool:
    """Keeps accounts and reference data."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.ADMINISTRATOR)


def may_read_reports(user: AnyUser) -> bool:
    """Reads the internal yearly reports; never a person's record by that alone."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.MANAGER, Duty.Kind.ADMINISTRATOR, Duty.Kind.BOARD)


def is_designated_lead(user: AnyUser) -> bool:
    """Is who acts on what may tell of harm to somebody."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.SAFEGUARDING)


def may_act_on_disclosures(user: AnyUser) -> bool:
    """Reads what may tell of harm, and acts on it: the designated leads, and the managers who stand in for them."""
    duties = (Duty.Kind.SAFEGUARDING, Duty.Kind.MANAGER, Duty.Kind.ADMINISTRATOR)
    return isinstance(user, User) and user.has_duty(*duties)


def may_lead(user: AnyUser, agency: Agency) -> bool:
    """Sees and books the people of that agency."""
    return isinstance(user, User) and user.is_active and (Duty.Kind.LEAD.value, agency.pk) in user.entrusted


def is_lead(user: AnyUser) -> bool:
    """Books and looks after the people of some agency."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.LEAD)


def may_keep_keys(user: AnyUser) -> bool:
    """Gives agencies' own systems keys: leads those of their agencies, managers those of any."""
    return is_lead(user) or may_manage_training(user)


def is_trainer(user: AnyUser) -> bool:
    """Takes registers of events."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.TRAINER)


def is_oneself(user: AnyUser, person: Person) -> bool:
    """Is the person on record whose account this is."""
    return isinstance(user, User) and person.user_id == user.pk


def may_invite(user: AnyUser, person: Person) -> bool:
    """Asks somebody to have an account, who has none: the leads of their agency, and managers."""
    return person.user_id is None and (may_lead(user, person.agency) or may_manage_training(user))


SEEN_OF_OTHERS = {
    Duty.Kind.LEAD: "the people of an agency, what they booked and whether they came",
    Duty.Kind.TRAINER: "the registers of their events, with names and needs",
    Duty.Kind.MANAGER: "everybody's records",
    Duty.Kind.BOARD: "reports before anything is protected, with numbers so small that they can be somebody",
    Duty.Kind.ADMINISTRATOR: "everybody's account",
    Duty.Kind.SAFEGUARDING: "comments that may tell of harm to somebody",
}
"""What a duty lets somebody see of other people. A duty that isn't named here asks for no second factor."""


def sees_other_people(user: AnyUser) -> bool:
    """Is shown what is on record about others, and not only about themself."""
    return isinstance(user, User) and user.has_duty(*SEEN_OF_OTHERS)


def needs_second_factor(user: AnyUser) -> bool:
    """Must prove by more than a password who they are; the demonstration's own accounts are spared that."""
    return sees_other_people(user) and not _is_of_the_demonstration(user)


def lacks_second_factor(user: AnyUser) -> bool:
    """Needs one, and has yet to set it up."""
    return isinstance(user, User) and needs_second_factor(user) and not user.has_second_factor


def _is_of_the_demonstration(user: AnyUser) -> bool:
    is_there = isinstance(user, User) and user.email.endswith(f"@{settings.DEMONSTRATION_DOMAIN}")
    return is_there and not settings.PRODUCTION
