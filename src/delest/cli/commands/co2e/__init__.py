"""Commands on page views, emission factors and kg CO2e."""
