"""Lines and tables of plain text."""
