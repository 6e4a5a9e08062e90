"""Commands on delest itself and this machine."""
