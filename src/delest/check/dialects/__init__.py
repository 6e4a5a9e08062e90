"""Files of budgets that other tools read, one file a dialect; the file name is the dialect's id. Pure."""
