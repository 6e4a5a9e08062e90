"""What loads of a changed page prove."""
