"""One file a traffic source; the file name is the source's id."""
