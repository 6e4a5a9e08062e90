"""The changes of one page while they are tried: what was weighed, what was seen, and the time that is left."""
