"""What a page is made of, as rules read it: its responses, tags, fonts, used code and owners."""
