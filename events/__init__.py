"""Dated runs of courses: places, bookings, waiting lists and registers."""
