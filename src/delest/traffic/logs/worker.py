"""A process that counts blocks of a log: ``python -m delest.traffic.logs.worker``; it talks with `work`."""

import sys
from contextlib import suppress

from delest.traffic.logs.block import Agents
from delest.traffic.logs.work import count_task, receive, send


def main() -> None:
    """Count what comes in by the standard input until it ends."""
    layout = receive(sys.stdin.buffer)
    agents = Agents()
    while True:
        send(sys.stdout.buffer, count_task(receive(sys.stdin.buffer), layout, agents))


if __name__ == "__main__":
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        main()
