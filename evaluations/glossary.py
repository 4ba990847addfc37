"""Words that are written with a capital letter inside a sentence and name nobody: a list to add to."""

MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

PEOPLES = """
English British Welsh Scottish Irish Polish Lithuanian Latvian Portuguese Romanian Bulgarian Russian Ukrainian Urdu
Punjabi Bengali Arabic Somali Turkish Kurdish Chinese Mandarin French Spanish German Italian European African Asian
Caribbean Black White Gypsy Roma Traveller Travellers Romany Muslim Muslims Islam Islamic Christian Catholic Jewish
Hindu Sikh Buddhist God Ramadan Eid Easter Christmas Diwali Makaton Braille
"""
"""Peoples, languages, faiths and feasts."""

FIELD = """
Safeguarding Children Child Child's Children's Young People Person Adult Adults Family Families Parent Parents Board
Partnership Council County City District Borough Service Services Team Care Social Worker Workers Work Health Visitor
Visitors Midwife Police Probation Education Early Help Years Section Act Working Together Local Practice Group Groups
Conference Serious Case Review Reviews Protection Plan Need Looked After Leaver Leavers Officer Designated Lead Named
Nurse Doctor Teacher Head Deputy Manager Director Trainer Chair Professor Dr Mr Mrs Ms Miss Level Module Part Stage
Signs Safety Think Graded Profile Strengthening Prevent Channel Domestic Abuse Violence Neglect Mental Capacity Toxic
Trio Gillick Fraser Munro Laming Ofsted Childline Barnardo's Barnardos Mencap Kooth Relate Refuge Internet Facebook
Instagram Snapchat TikTok WhatsApp YouTube Google Zoom Teams Microsoft Word Excel PowerPoint Wi-Fi Covid Government
Parliament Department Home Office National Royal College University School Academy Primary Secondary Nursery Surgery
Hospital Trust Church Foundation I I'm I've I'll I'd OK Ok Q&A PhD TV DVD
"""
"""The field's own."""

GLOSSARY = frozenset(f"{MONTHS} {DAYS} {PEOPLES} {FIELD}".split())
"""Beside these, names of agencies, courses and themes on record count as known (evaluations/reading.py)."""
