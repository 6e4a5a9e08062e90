"""Writes pages into a new run until the disk is full: no file may grow beyond the bytes that are given."""

import resource
import signal
import sys
from pathlib import Path

from delest.errors import InputError
from delest.store.journal import Journal
from tests.store.endless_crawl import HEADER
from tests.store.endless_writer import page


def main():
    run, limit_bytes = Path(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much is then an error, as on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    written = 0
    try:
        with Journal.create(run, HEADER) as journal:
            while True:
                journal.add(page(written))
                written += 1
    except InputError as error:
        sys.stdout.write(f"{written}\n{error}\n{error.remedy}\n")


if __name__ == "__main__":
    main()
