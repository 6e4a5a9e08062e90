"""The scale: Chromium's network log, read as a ledger of bytes."""
