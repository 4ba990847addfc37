"""Agencies and their keys, the workforce's classifications, users and duties, people and their equality answers."""

from people.models.account import Duty, User, UserManager
from people.models.api_key import ApiKey, ApiKeyQuerySet
from people.models.equality import EqualityAnswer
from people.models.organisation import Agency, AgencyKind, AgencyQuerySet, Sector
from people.models.person import (
    Erasure,
    FormerPerson,
    Invitation,
    InvitationQuerySet,
    Person,
    PersonQuerySet,
    TwoPeople,
)
from people.models.workforce import EthnicGroup, Role, TargetGroup, TargetGroupScheme

__all__ = [
    "Agency",
    "AgencyKind",
    "AgencyQuerySet",
    "ApiKey",
    "ApiKeyQuerySet",
    "Duty",
    "EqualityAnswer",
    "Erasure",
    "EthnicGroup",
    "FormerPerson",
    "Invitation",
    "InvitationQuerySet",
    "Person",
    "PersonQuerySet",
    "Role",
    "Sector",
    "TargetGroup",
    "TargetGroupScheme",
    "TwoPeople",
    "User",
    "UserManager",
]
