"""Rules on HTML, style sheets and scripts."""
