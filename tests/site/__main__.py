"""Serve every case until interrupted, and say what was sent: ``python -m tests.site``."""

import sys
from collections import Counter
from threading import Event

from tests.site.server import CountingSite


def main() -> None:
    with CountingSite() as site:
        for case in site.cases.values():
            sys.stdout.write(f"{case.name}: {case.about}\n")
            for transport in case.transports:
                sys.stdout.write(f"    {transport:6}{site.url(case, transport)}\n")
        sys.stdout.write(f"Certificate authority: {site.authority.ca_path}\nInterrupt to stop and see the bytes.\n")
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            sent_bytes: Counter[str] = Counter()
            for sent in site.ledger():
                sent_bytes[sent.case] += sent.total_bytes
            for name, n_bytes in sent_bytes.items():
                sys.stdout.write(f"{name or '(no case)'}: {n_bytes} bytes\n")


if __name__ == "__main__":
    main()
