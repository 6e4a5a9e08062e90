"""The shared factor model: loading and checking factor sets."""
