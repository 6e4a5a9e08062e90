"""Charts as SVG, each a pure function of values."""
