"""What moved: one page load in Chromium, as Transfers that sum to the socket ledger."""
