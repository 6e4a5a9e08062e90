"""How heavy: page loads folded into weights. Pure."""
