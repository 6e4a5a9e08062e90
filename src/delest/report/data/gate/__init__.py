"""The verdict of a check, in the formats of CI services."""
