"""What the DevTools protocol says about a page's requests, frames and bodies."""
