"""Parts of a page as HTML."""
