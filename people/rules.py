"""Who may do what, as far as duties alone decide it; pure predicates over a user."""

from django.contrib.auth.models import AnonymousUser

from people.models import Agency, Duty, User

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


def may_lead(user: AnyUser, agency: Agency) -> bool:
    """Sees and books the people of that agency."""
    return isinstance(user, User) and user.is_active and (Duty.Kind.LEAD.value, agency.pk) in user.entrusted


def is_lead(user: AnyUser) -> bool:
    """Books and looks after the people of some agency."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.LEAD)


def is_trainer(user: AnyUser) -> bool:
    """Takes registers of events."""
    return isinstance(user, User) and user.has_duty(Duty.Kind.TRAINER)
