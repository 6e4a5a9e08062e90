"""The page of an audit, subject by subject."""
