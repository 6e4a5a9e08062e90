"""Bytes and page views to kg CO2e a year."""
