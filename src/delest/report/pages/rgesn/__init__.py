"""What is printed of the evidence for RGESN."""
