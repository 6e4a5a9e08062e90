"""Tables of analytics tools: columns, rows, and trees of rows."""
