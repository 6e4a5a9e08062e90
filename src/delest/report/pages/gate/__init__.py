"""What a check says beside its verdict: the baseline, the room left, which budget applied, the self-test."""
