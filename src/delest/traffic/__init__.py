"""How often: page views a year, from a source the user names."""
