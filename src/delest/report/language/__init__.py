"""The reader's language: sentences, numbers, names, and text from pages made harmless."""
