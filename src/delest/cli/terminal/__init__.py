"""What a person sees while a command runs, and where its results are written."""
