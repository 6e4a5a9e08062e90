"""Where the value of an option comes from when the command line does not give it."""
