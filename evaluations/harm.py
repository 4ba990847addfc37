"""Whether a text may tell of harm to somebody, as against speaking of harm in general, as all of this training does."""

import re

_WHO = r"(?:me|him|her|them|us|my \w+|(?:the|a) (?:child|children|boy|girl|baby|kids|mum|mother|pupil))"
_HE = (
    r"(?:he|she|they|dad|mum|stepdad|step-dad|stepmother|partner|husband|wife|boyfriend|father|mother|uncle"
    r"|somebody|someone)"
)
_HARMED = (
    r"(?:abused?|abusing|hits?|hitting|beats?|beating|beaten|hurts?|hurting|rap(?:es?|ed|ing)|assaulted|molested"
    r"|grooming|groomed|strangled|choked|burned|burnt|kicked|punched|slapped|threatened|touch(?:es|ed|ing))"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_HE} (?:\w+ ){{0,2}}{_HARMED} {_WHO}\b",
        r"\b(?:i|she|he|they|we) (?:was|were|am|is|are|been|being|had been|have been|has been|get|gets|got)(?: \w+)?"
        r" (?:being )?(?:sexually )?(?:abused|beaten|hurt|raped|assaulted|molested|groomed|neglected|trafficked|hit)\b",
        r"\b(?:told|disclosed to|said to|confided in) me (?:\w+ ){0,4}(?:hurt|hit|hits|touched|touches|abused|abuses"
        r"|raped|beaten|beats|unsafe|afraid|scared)\b",
        r"\b(?:a|the|this|my) (?:child|boy|girl|pupil|student|baby|patient|client|neighbour|colleague) (?:\w+ ){0,4}"
        r"(?:is|are|was|being) (?:being )?(?:abused|beaten|hurt|neglected|groomed|exploited|starved|locked)\b",
        r"\b(?:kill|harm|hurt|cut) (?:myself|himself|herself|themsel\w+)\b|\b(?:suicidal|end my life|want to die)\b",
        r"\b(?:not safe|unsafe|scared|afraid|frightened) (?:at home|to go home|of (?:my|her|his|their) (?:\w+))\b",
        r"\bcolleague\b (?:\w+ ){0,6}(?:inappropriate|indecent|sexual)\b",
        r"\bhappened to me\b|\bit is happening (?:to|in|at)\b",
    )
)


def may_be_told_in(text: str) -> bool:
    """Whether a person trained for it should read the text soon. It misses some and marks some for nothing."""
    return any(pattern.search(text) for pattern in _PATTERNS)
