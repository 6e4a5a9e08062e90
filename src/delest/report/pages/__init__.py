"""What a report says, by subject: words without layout."""
