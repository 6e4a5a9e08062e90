"""What is read from a rendered page: links, language, structure, role."""
