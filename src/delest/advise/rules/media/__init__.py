"""Rules on images, icons and videos."""
