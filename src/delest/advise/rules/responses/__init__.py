"""Rules on what servers answer: status, headers, coding, protocol and third parties."""
