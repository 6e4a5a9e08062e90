"""``python -m delest`` is ``delest``."""

from delest.cli.__main__ import main

main()
