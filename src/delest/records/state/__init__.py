"""What the French State asks for: the evidence for RGESN, and the bilan of action plans."""
