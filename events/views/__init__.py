"""The pages of the events floor."""
