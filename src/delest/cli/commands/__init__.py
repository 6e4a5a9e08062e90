"""One file a command, in folders by what it is for; each has its click command as ``command``."""
