"""Bytes and views to kg CO2e a year. Pure."""
