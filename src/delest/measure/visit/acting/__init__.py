"""What a visit does on a page, as a person would: scroll, move, press, answer a banner."""
