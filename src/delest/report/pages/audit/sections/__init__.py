"""The sections of the report of an audit, in words."""
