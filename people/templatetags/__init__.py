"""The words of the people floor in templates."""
