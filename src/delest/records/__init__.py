"""The floor of types: what one stage hands to the next."""
