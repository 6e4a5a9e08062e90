"""One file a kind of model: its factors and a setting, to the parts that it sums."""
