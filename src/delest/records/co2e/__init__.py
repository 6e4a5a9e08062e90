"""Page views, emission factors, and the kg CO2e that they give."""
