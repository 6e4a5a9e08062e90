"""One file a way of making bodies lighter: ``WAY = Way(...)``."""
