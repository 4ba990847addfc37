"""The catalogue: courses, the priorities they serve and e-learning enrolments."""
