"""What users give as text or in files, read with one set of errors."""
