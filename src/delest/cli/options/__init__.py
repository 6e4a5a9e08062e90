"""What an option may be given, and the options themselves, by what they decide."""
