"""Local proxies that the browser's connections pass through."""
