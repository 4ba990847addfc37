"""The contract of the report, as far as it is lists: scopes and their kinds of event, ethnic groups, fixed orders."""

KINDS = {
    "courses": ["course"],
    "lpgs": ["lpg"],
    "conferences": ["conference"],
    "bespoke": ["bespoke"],
    "performances": ["performance"],
    "elearning": ["e-learning"],
    "all": ["course", "lpg", "conference", "bespoke", "performance"],
}
ROLL_UPS = {
    "white-british": "white-british",
    "white-irish": "other-white",
    "white-gypsy-or-irish-traveller": "other-white",
    "white-roma": "other-white",
    "white-other": "other-white",
    "mixed-white-and-black-caribbean": "other-ethnic-groups",
    "mixed-white-and-black-african": "other-ethnic-groups",
    "mixed-white-and-asian": "other-ethnic-groups",
    "mixed-other": "other-ethnic-groups",
    "asian-indian": "other-ethnic-groups",
    "asian-pakistani": "other-ethnic-groups",
    "asian-bangladeshi": "other-ethnic-groups",
    "asian-chinese": "other-ethnic-groups",
    "asian-other": "other-ethnic-groups",
    "black-caribbean": "other-ethnic-groups",
    "black-african": "other-ethnic-groups",
    "black-other": "other-ethnic-groups",
    "arab": "other-ethnic-groups",
    "other": "other-ethnic-groups",
    "prefer-not-to-say": "prefer-not-to-say",
}
FIXED_ORDERS = {
    "by_works_with": ["children", "adults", "both"],
    "by_sex": ["female", "male", "other", "prefer-not-to-say"],
    "by_ethnic_group": list(ROLL_UPS),
    "by_ethnic_rollup": ["white-british", "other-white", "other-ethnic-groups", "prefer-not-to-say"],
}
