"""The year in figures: count, compare, tell, draw."""
