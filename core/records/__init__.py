"""Records packages: reading a board's past years from its spreadsheets, row by row, and naming every fault."""
