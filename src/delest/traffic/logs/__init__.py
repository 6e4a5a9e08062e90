"""Access logs: lines counted in blocks, side by side in several processes, with robots left out."""
