"""The figures, group by group."""
