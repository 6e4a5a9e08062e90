"""What recordings weigh, and the loads of a run as recordings."""
