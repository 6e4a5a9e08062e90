"""A verdict as JUnit XML: a test case for each page, for GitLab, Jenkins and most others.

The form is the one that both Jenkins's ``junit-10.xsd`` (xUnit plugin) and GitLab read: no attribute outside that
schema. A page over its budget has failed; a page that could not be measured is an error.
"""

from collections import defaultdict
from xml.sax.saxutils import escape, quoteattr

from delest.records.gate.budget import Verdict
from delest.report.data.gate.issues import Issue, issues
from delest.report.language.words import _
from delest.urls import path_of


def junit(verdict: Verdict) -> str:
    """Return the XML document."""
    found = issues(verdict)
    by_page: defaultdict[str, list[Issue]] = defaultdict(list)
    urls = {path_of(url): url for url in (*verdict.passed_urls, *(breach.page_url for breach in verdict.breaches))}
    for issue in found:
        by_page[urls.get(issue.page, issue.page)].append(issue)  # a comparison with a baseline names pages by path
    passed = [url for url in verdict.passed_urls if url not in by_page]
    failures = sum(any(each.failure for each in some) for some in by_page.values())
    head = (
        f'<testsuite name="delest check" tests="{len(by_page) + len(passed)}" failures="{failures}" '
        f'errors="{len(by_page) - failures}">'
    )
    cases = [_case(page, some) for page, some in by_page.items()]
    cases += [f"<testcase classname={_attribute('delest')} name={_attribute(url)}/>" for url in passed]
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", head, *cases, "</testsuite>", "</testsuites>", ""]
    )


def _case(page: str, some: list[Issue]) -> str:
    failing = [each for each in some if each.failure] or some
    tag = "failure" if failing[0].failure else "error"
    text = "\n\n".join(f"{each.title}\n{each.text}" for each in failing)
    name = page or _("the whole site")
    return (
        f"<testcase classname={_attribute('delest')} name={_attribute(name)}>"
        f"<{tag} type={_attribute(failing[0].rule)} message={_attribute(failing[0].title)}>{escape(text)}</{tag}>"
        "</testcase>"
    )


def _attribute(text: str) -> str:
    return quoteattr(text)
