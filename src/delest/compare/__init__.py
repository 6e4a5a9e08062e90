"""What changed between two audits, and whether that is more than chance. Pure."""
