"""What the people floor writes to people; each letter is worked out from the rows when it is sent."""

from core.mail import Letter, letter, write
from people.models import User


@letter("second-factor-forgotten")
def second_factor_forgotten(user: int) -> Letter | None:
    """To somebody whose second factor an administrator had set up anew, for it might not have been they who asked."""
    found = User.objects.filter(pk=user, is_active=True).first()
    return write(found.email, "second_factor_forgotten") if found else None
