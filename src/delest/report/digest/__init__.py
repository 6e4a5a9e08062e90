"""What is drawn from records before anything is said: sorted, gathered, added up."""
