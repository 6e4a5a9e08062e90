"""The criteria of RGESN 2024 that an audit says something of, one file each."""
