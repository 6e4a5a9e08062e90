"""One file a rule; the file name is the rule's id."""
