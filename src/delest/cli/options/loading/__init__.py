"""Options that say how pages are loaded: browser, device, login and access."""
