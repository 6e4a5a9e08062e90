"""The official spreadsheet, filled in without touching its formulas, its lists or what people wrote."""
