"""One file a report format; the file name is the format's id."""
