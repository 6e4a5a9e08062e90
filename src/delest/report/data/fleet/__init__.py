"""What a fleet came to, for programs."""
