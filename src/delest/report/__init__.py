"""Words and numbers: an AuditReport as text, HTML or JSON."""
