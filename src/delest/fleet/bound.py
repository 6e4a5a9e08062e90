"""Start a program that ends with the process that started it; run as a script, before anything else is imported.

``python bound.py PARENT PROGRAM ARGUMENT ...``. On Linux the kernel kills the program when its parent dies, by whatever
death (``prctl``, ``PR_SET_PDEATHSIG``; it outlives ``exec``). Elsewhere nothing is done.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel was asked
            sys.exit(1)
    os.execv(program[0], program)  # noqa: S606 - the program is this Python
