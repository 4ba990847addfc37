"""The sections of the report, each a function from the source to a Section, or to nothing where there is none."""
