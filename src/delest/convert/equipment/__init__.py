"""Devices and action plans to kg CO2e."""
