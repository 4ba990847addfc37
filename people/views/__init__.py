"""The pages of the people floor."""
