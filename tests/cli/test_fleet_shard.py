"""A shard that no service falls into: well done at once, and merged like the others."""

import json

import pytest

from delest.fleet.lanes import of_shard
from delest.records.fleet.service import Service
from tests.command import delest

ADDRESSES = ("127.0.0.9", "127.0.0.10")


@pytest.fixture
def services(tmp_path):
    path = tmp_path / "services.csv"
    path.write_text("url\n" + "".join(f"http://{each}:9/\n" for each in ADDRESSES), "utf-8")
    return path


def empty_shards(of):
    listed = [Service(id=each, url=f"http://{each}:9/") for each in ADDRESSES]
    lanes = {each.id: each.id for each in listed}
    return [number for number in range(1, of + 1) if not of_shard(listed, lanes, number, of)]


def test_an_empty_shard_is_a_success_that_merges(services, tmp_path):
    first, second, *_others = empty_shards(4)
    for number, language in ((first, "en"), (second, "fr")):
        done = delest("fleet", "run", services, "--campaign", "T4", "--folder", tmp_path / str(number),
                      "--shard", f"{number}/4", "--lang", language)  # fmt: skip
        assert done.returncode == 0, done.stderr
        text = " ".join(done.stdout.split())
        said = {"en": "nothing to audit here", "fr": "rien n’est à auditer ici"}
        assert said[language] in text
        assert "delest fleet merge" in text
        assert " 0 " not in text, "no figures of nothing"
    whole = tmp_path / "all" / "T4"
    merged = delest("fleet", "merge", *(tmp_path / str(n) / "T4" for n in (first, second)), "--into", whole)
    assert merged.returncode == 5, "two services are left to audit, by the shards that are not here"
    told = json.loads(delest("fleet", "status", whole, "-f", "json").stdout)
    assert (told["left"], told["of_other_shards"]) == (2, 0)
