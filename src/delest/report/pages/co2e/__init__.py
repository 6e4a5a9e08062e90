"""What is said of kg CO2e: the claim, its readings, and what it rests on."""
