import re

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from delest.traffic.logs.robots import is_robot

PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "-",
    "",
]


def test_every_agent_of_the_list_is_a_robot():
    agents = [agent for entry in CRAWLER_USER_AGENTS_DATA for agent in entry["instances"]]
    assert len(agents) > 2000
    assert [agent for agent in agents if not is_robot(agent.encode())] == []


def test_people_are_none():
    assert not any(is_robot(agent.encode()) for agent in PEOPLE)


def test_the_tree_says_what_the_patterns_one_by_one_say():
    patterns = [re.compile(entry["pattern"]) for entry in CRAWLER_USER_AGENTS_DATA]
    names = [agent[: len(agent) // 2] for entry in CRAWLER_USER_AGENTS_DATA[::7] for agent in entry["instances"]]
    for agent in [*names, *PEOPLE]:
        assert is_robot(agent.encode()) == any(pattern.search(agent) for pattern in patterns), agent
