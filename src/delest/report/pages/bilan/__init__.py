"""What is printed of the bilan of action plans."""
