"""The command that a report gives to make it again is read by the command line as what was asked."""

import pytest
from msgspec.structs import replace

from delest.cli.commands.measuring.audit import command
from delest.cli.options.option import Option
from delest.records.co2e.avoided import Conditions, ViewShares
from delest.records.pages.consent import Choice
from delest.records.pages.load import CacheState
from delest.records.runs.scope import QueryPolicy, SampleOrder
from delest.report.digest.command import command_of
from tests.page_loads import with_header
from tests.rendered import render


@pytest.fixture(params=["plain", "pages", "sample", "preset", "loading", "worth"])
def header(small, request):
    own = with_header(small.header, views_per_year=None, target="", loads=1)
    return {
        "plain": own,
        "pages": replace(
            own,
            scope=replace(
                own.scope, max_pages=100, depth=2, hosts=("b.example.org",), include=("/a*",), exclude=("/b *",),
                query=QueryPolicy.DROP, language="fr", use_sitemap=False, obey_robots=False,
                documents=100, time_limit_s=1800.0, delay_s=1.5,
            ),
        ),
        "sample": replace(own, scope=replace(own.scope, sample=SampleOrder(seed=7, precision=0.1))),
        "preset": replace(own, scope=replace(own.scope, sample=SampleOrder(seed=7, precision=0.1, preset="rgesn"))),
        "loading": with_header(
            own, loads=3, stay_s=1.0, limit_s=30.0, keep_bodies=False, screenshots=False, prove=2,
            consent=Choice.COMPARE, http3=True,
            language="fr-FR", time_zone="Indian/Reunion",
            cache_states=(CacheState.COLD, CacheState.IN_VISIT, CacheState.WARM),
        ),
        "worth": with_header(own, views_per_year=2e6, target="-30%",
            conditions=Conditions(country="DEU", mobile_share=0.4, shares=ViewShares(cold=0.5, in_visit=0.3, warm=0.2)),
        ),
    }[request.param]  # fmt: skip


def test_the_command_asks_for_what_the_run_was_asked_for(header):
    words = command_of(header)
    assert words[:2] == ("delest", "audit")
    with command.make_context("audit", [*words[2:]]) as context:
        for option in command.params:
            if isinstance(option, Option) and option.of_run and option.name != "urls_file":
                given = context.params[option.name]
                given = given if given is None else option.as_kept(given)
                usual = {
                    "precision": None,
                    "seed": None,
                    "keep": "bodies",
                    "screenshots": "on",
                    "visitor_language": "",
                    "visitor_time_zone": "",
                }
                if option.name not in usual or option.of_run(header) != usual[option.name]:
                    assert given == option.of_run(header), option.name


def test_the_report_gives_it(small):
    assert "delest audit https://www.example.org/ --max-pages 20" in render(small, "html")
