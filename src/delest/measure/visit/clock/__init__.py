"""How long a visit lasts: its limits, page time, and when a page has settled."""
