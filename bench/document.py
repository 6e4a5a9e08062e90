"""docs/bench.md: one section a measurement, each written by its own program."""

import re
from pathlib import Path


def put_section(document: Path, title: str, text: str) -> None:
    """Write the section called ``title`` anew, or at the end; the others stay as they are."""
    there = document.read_text("utf-8") if document.exists() else ""
    sections = [each for each in re.split(r"(?m)^(?=# )", there) if each.strip()]
    ours = f"# {title}\n\n{text.strip()}\n"
    at = next((n for n, each in enumerate(sections) if each.startswith(f"# {title}\n")), len(sections))
    sections[at : at + 1] = [ours]
    document.write_text("\n".join(f"{each.strip()}\n" for each in sections), "utf-8")
