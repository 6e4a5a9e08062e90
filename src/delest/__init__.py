"""delest weighs the pages of a website on the wire and says what dropping bytes is worth."""

__version__ = "0.1.0"
