"""What people may type to break or to bend a report, and a year full of it."""

from datetime import date

from tests.reports.worlds import AgencyRow, BookingRow, CourseRow, EvaluationRow, EventRow, PersonRow, World

HOSTILE = (
    "<script>alert(1)</script><b>bold",
    "</style></title><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "+44 1223 000000",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r\n=2+2",
    "＝3+3",
    "bell\x07, escape\x1b[31m, vertical\x0btab",
    "\u202egnp.exe\u202c and \u2066isolated",
    "שלום עולם مرحبا بالعالم",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    "{{ outline.title }} {% include 'secret' %} %s %(x)s {0}",
    "http://example.org/?a=1&b=2#c",
    "\ufffe\uffff\ufdd0",
    "w" * 200_000,
    "   ",
    "'quoted' \"twice\" `thrice`, with; separators|and\\backslashes",
    "a\nb\u2028c\u2029d",
)


def hostile_world() -> World:
    """One event to which everybody comes from an agency of a name of its own, and another that they miss."""
    numbers = range(len(HOSTILE))
    return World(
        agencies=[AgencyRow(f"agency-{number}", "health") for number in numbers],
        courses=[CourseRow("one", "course", "1")],
        events=[EventRow("here", "one", date(2013, 6, 3), places=50), EventRow("there", "one", date(2013, 6, 4))],
        people=[PersonRow(f"p{number}", f"agency-{number}") for number in numbers],
        bookings=[
            *(BookingRow("here", f"p{number}", "attended", f"agency-{number}") for number in numbers),
            *(
                BookingRow("there", f"p{number}", "cancelled", f"agency-{number}", reason=text[:300])
                for number, text in enumerate(HOSTILE)
            ),
        ],
        evaluations=[
            EvaluationRow("here", f"r{number}", {"overall": "good"}, (("impact", text, "confidence", True),))
            for number, text in enumerate(HOSTILE)
        ],
    )
