"""The evidence for RGESN in the forms of other tools."""
