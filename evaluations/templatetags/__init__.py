"""Tags of the evaluations floor."""
