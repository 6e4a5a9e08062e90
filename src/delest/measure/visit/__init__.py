"""One visit of one page: settle, consent, scroll, leave."""
