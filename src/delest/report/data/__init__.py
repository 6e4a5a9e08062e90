"""Reports for programs: JSON, CSV, HAR."""
