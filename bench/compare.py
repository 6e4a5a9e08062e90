"""How often are two alike audits called different? A hundred tries for each number of loads, on generated noise.

The noise is of three kinds: none on most pages, a few bytes on some, a slice of advertising on others.
"""

import random
import sys

from delest.compare.statistics import certainty, change, mean_certainty
from delest.records.gate.comparison import Certainty
from delest.records.pages.weight import Spread

TRIES = 100
MOST_WRONG = 5
CLAIMS = {Certainty.LIGHTER, Certainty.HEAVIER}


def load(rng: random.Random, page: int) -> int:
    noise = {0: 0, 1: rng.randint(-40, 40), 2: rng.choice([0, 80_000, 150_000])}[page % 3]
    return 500_000 + 1_000 * page + noise


def side(rng: random.Random, pages: int, loads: int, factor: float = 1.0) -> list[Spread]:
    found = []
    for page in range(pages):
        made = sorted(load(rng, page) * factor for _ in range(loads))
        found.append(Spread(median=made[(loads - 1) // 2], low=made[0], high=made[-1], loads=loads))
    return found


def claimed(rng: random.Random, loads: int, factor: float) -> int:
    count = 0
    for _try in range(TRIES):
        pages = rng.randint(1, 60)
        pairs = list(zip(side(rng, pages, loads), side(rng, pages, loads, factor), strict=True))
        count += mean_certainty([change(*p) for p in pairs], [certainty(*p) for p in pairs])[0] in CLAIMS
    return count


def main() -> int:
    rng = random.Random(20_261_129)
    print("| loads a page | alike audits called different, of 100 | pages 10 % lighter, called lighter, of 100 |")
    print("|--:|--:|--:|")
    worst = 0
    for loads in (1, 2, 3, 5):
        wrong, right = claimed(rng, loads, 1.0), claimed(rng, loads, 0.9)
        worst = max(worst, wrong)
        print(f"| {loads} | {wrong} | {right} |")
    return int(worst > MOST_WRONG)


if __name__ == "__main__":
    sys.exit(main())
