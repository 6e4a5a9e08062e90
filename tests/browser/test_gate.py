"""The gate as a team uses it: a build folder, budgets of several tools, a baseline, and every way to pass wrongly."""

import json
import sys
from itertools import cycle

import pytest

from tests.browser.small_site import Answer, SmallSite, page, redirect
from tests.command import delest

pytestmark = pytest.mark.browser

QUIET = ("-q",)
FAST = ("--stay", "0.1", *QUIET)
ONLY_FOR_PEOPLE = """<script>
if (!navigator.webdriver && !/Headless/.test(navigator.userAgent)) document.write('<img src="/big.png">')
</script>"""
TEXT = "<p>Town hall, open from nine to five, Monday to Friday.</p>" * 40


WRONG_CLOCK = {"Date": "Fri, 01 Jan 1999 00:00:00 GMT", "Expires": "Fri, 31 Dec 2099 00:00:00 GMT", "Age": "99999999"}


def html(*tags):
    return f"<!doctype html><html lang=en><title>Town hall</title><h1>Town hall</h1>{TEXT}{''.join(tags)}</html>"


def noise(size):
    """Bytes that do not compress, the same each time."""
    state, found = 12345, bytearray()
    while len(found) < size:
        state = (1103515245 * state + 12345) % 2**31
        found.append(state >> 16 & 0xFF)
    return bytes(found)


@pytest.fixture
def dist(tmp_path):
    folder = tmp_path / "dist"
    (folder / "news").mkdir(parents=True)
    (folder / "index.html").write_text(html('<script src="/app.3f9a.js"></script><img src="/hero.png">'))
    (folder / "news" / "index.html").write_text(html())
    (folder / "404.html").write_text(html())
    (folder / "app.3f9a.js").write_text("console.log(1);" * 200)
    (folder / "hero.png").write_bytes(b"\x89PNG\r\n\x1a\n" + noise(30_000))
    return folder


def check(where, *arguments, **options):
    return delest("check", *arguments, *(QUIET if arguments[0] == "run" else FAST), cwd=where, **options)


@pytest.mark.usefixtures("dist")
def test_a_build_folder_is_held_against_budgets_and_named_files(tmp_path):
    (tmp_path / "delest.toml").write_text(
        '[[budget]]\nweight = "100 kB"\n\n[[budget]]\npages = "/"\nimage = "20 kB"\nrequests = 9\n'
    )
    done = check(tmp_path, "dist", "-o", "v.md", "-o", "v.xml", "-o", "v.sarif", "-o", "v.codequality.json",
                 "-o", "v.metrics.txt", "-o", "github:v.txt", "-o", "v.json", "--run", "run")  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "hero.png" in done.stdout
    markdown = (tmp_path / "v.md").read_text("utf-8")
    assert markdown.startswith("<!-- delest-verdict -->")
    assert len(markdown) < 65_000
    assert "v.xml" in done.stdout + done.stderr
    assert (tmp_path / "v.txt").read_text("utf-8").startswith("::error file=delest.toml,line=4,")
    assert json.loads((tmp_path / "v.json").read_text("utf-8"))["outcome"] == "breached"
    again = check(tmp_path, "run", "--max-page-weight", "1MB", "--explain")
    assert again.returncode == 1
    assert "delest.toml, budget 2" in again.stdout


@pytest.mark.usefixtures("dist")
def test_page_views_give_the_whole_site_a_limit_in_kg(tmp_path):
    (tmp_path / "delest.toml").write_text('[[budget]]\nsite-kg-per-year = 1\n\n[[budget]]\nweight = "1 MB"\n')
    unknown = check(tmp_path, "dist", "--run", "run")
    assert unknown.returncode == 3, unknown.stdout + unknown.stderr
    heavy = check(tmp_path, "run", "--views-per-year", "50000000", "-o", "v.md", "-o", "v.json")
    assert heavy.returncode == 1, heavy.stdout + heavy.stderr
    markdown = " ".join((tmp_path / "v.md").read_text("utf-8").split())
    assert "At 50,000,000 page views a year, its data transfer stands for" in markdown
    assert "a figure given" in markdown
    assert "Left out" in markdown
    answer = json.loads((tmp_path / "v.json").read_text("utf-8"))
    assert answer["attributed"]["kgco2e_per_year"]["high"] == answer["site"]["high_kgco2e_per_year"] > 1
    light = check(tmp_path, "run", "--views-per-year", "1000")
    assert light.returncode == 0, light.stdout + light.stderr
    other = check(tmp_path, "run", "--views-per-year", "1000", "--country", "DEU")
    assert other.returncode == 2


def test_a_baseline_names_what_grew_and_is_not_paid_for_elsewhere(dist, tmp_path):
    assert check(tmp_path, "dist", "--update-baseline").returncode == 0
    same = check(tmp_path, "dist", "--baseline", "delest.lock.json")
    assert same.returncode == 0, same.stdout + same.stderr
    (dist / "app.3f9a.js").rename(dist / "app.77b1.js")
    index = dist / "index.html"
    index.write_text(index.read_text("utf-8").replace("app.3f9a.js", "app.77b1.js"))
    moved = check(tmp_path, "dist", "--baseline", "delest.lock.json")
    assert moved.returncode == 0, moved.stdout
    lock = tmp_path / "delest.lock.json"
    known = json.loads(lock.read_text("utf-8"))["measured_on"]
    lock.write_text(lock.read_text("utf-8").replace(known, "2099-12-31"))  # written where the clock is wrong
    (dist / "app.77b1.js").write_bytes(noise(3_000).hex().encode())
    (dist / "hero.png").write_bytes(b"\x89PNG\r\n\x1a\n" + noise(1_000))
    grown = check(tmp_path, "dist", "--baseline", "delest.lock.json")
    assert grown.returncode == 1, grown.stdout
    assert "app.*.js" in grown.stdout
    other = check(tmp_path, "dist", "--baseline", "delest.lock.json", "--served-with", "identity")
    assert other.returncode == 3
    assert "brotli:5,gzip:6" in other.stdout


def test_new_pages_are_named_and_removed_ones_too(dist, tmp_path):
    assert check(tmp_path, "dist", "--update-baseline").returncode == 0
    (dist / "extra.html").write_text(html())
    (dist / "news" / "index.html").rename(dist / "archive.html")
    done = check(tmp_path, "dist", "--baseline", "delest.lock.json")
    assert done.returncode == 0, done.stdout
    assert "/extra.html" in done.stdout
    assert "/news/" in done.stdout
    assert "/archive.html" in done.stdout
    lock = tmp_path / "delest.lock.json"
    lock.write_text(lock.read_text("utf-8").replace('"/": {"bytes"', '"/a": {"bytes"').replace('"/n', '"/b'))
    elsewhere = check(tmp_path, "dist", "--baseline", "delest.lock.json", "-o", "v.xml")
    assert elsewhere.returncode == 3, elsewhere.stdout
    assert "Is it the baseline of this site?" in " ".join(elsewhere.stdout.split())
    assert 'errors="1"' in (tmp_path / "v.xml").read_text("utf-8")


@pytest.mark.usefixtures("dist")
def test_a_first_budget_is_one_that_the_site_keeps(tmp_path):
    made = check(tmp_path, "dist", "--init", "--run", "run")
    assert made.returncode == 0, made.stderr
    (tmp_path / "delest.toml").write_text(made.stdout)
    assert check(tmp_path, "run").returncode == 0
    (tmp_path / "budget.json").write_text(
        json.dumps([{"path": "/*", "resourceSizes": [{"resourceType": "image", "budget": 1}]}])
    )
    assert check(tmp_path, "run", "--budget", "budget.json").returncode == 1


def test_the_gate_tests_itself():
    done = delest("check", "--self-test", *FAST)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "--resume" not in done.stderr  # its pages are gone


def test_a_site_that_a_command_starts(tmp_path):
    (tmp_path / "index.html").write_text(html())
    with SmallSite() as borrowed:  # a port that is free once it ends
        port = borrowed.port
    url = f"http://127.0.0.1:{port}/"
    serve = f"{sys.executable} -m http.server --bind 127.0.0.1 {port}"
    done = check(tmp_path, "--serve", serve, "--wait-for", url, "--max-page-weight", "1MB", "--depth", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    broken = check(tmp_path, "--serve", "exit 3", "--wait-for", url, "--max-page-weight", "1MB")
    assert broken.returncode == 3
    assert "3" in broken.stderr


class Doors(SmallSite):
    """A small site with one page behind a password, me:secret."""

    def answer(self, path, headers):
        if path == "/locked" and headers.get("Authorization") == "Basic bWU6c2VjcmV0":
            return self.answers["/"]
        return super().answer(path, headers)


@pytest.fixture(scope="module")
def site():
    with Doors() as running:
        running.answers["/"] = Answer(html().encode())
        running.answers["/500"] = Answer(b"oops", status=500)
        running.answers["/login"] = Answer(html("<form><input type=password name=p></form>").encode())
        running.answers["/private"] = redirect("/login")
        running.answers["/locked"] = Answer(b"no", status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})
        running.answers["/empty"] = Answer(b"")
        running.answers["/wall"] = Answer(html("<div id=wall>Cookies? <button>Fine</button></div>").encode())
        running.answers["/challenge"] = Answer(b"<title>Just a moment...</title><p>One second", status=403)
        running.answers["/guarded"] = Answer(html(ONLY_FOR_PEOPLE).encode())
        running.answers["/big.png"] = Answer(b"\x89PNG\r\n\x1a\n" + noise(90_000), content_type="image/png")
        running.answers["/a"] = page("/500")
        running.answers["/skewed"] = Answer(html('<img src="/skewed.png">').encode(), headers=WRONG_CLOCK)
        running.answers["/skewed.png"] = Answer(
            b"\x89PNG\r\n\x1a\n" + noise(90_000), content_type="image/png", headers=WRONG_CLOCK
        )
        yield running


RUN = "run"
"""The start page, loaded once for all checks that read a budget or a baseline alone."""
WRONG_PASSES = {
    "an error": (("/500", "--max-page-weight", "1MB"), {3}),
    "a login page": (("/private", "--max-page-weight", "1MB"), {3, 6}),
    "a page with an error among its links": (("/a", "--max-page-weight", "1MB"), {3}),
    "a budget that matches no page": ((RUN, "--budget", "other.toml"), {3}),
    "a misspelt key": ((RUN, "--budget", "misspelt.toml"), {2}),
    "a file that is no budget": ((RUN, "--budget", "package.json"), {2}),
    "a limit on what was not measured": ((RUN, "--budget", "warm.toml"), {3}),
    "a baseline that is not there": ((RUN, "--baseline", "none.json"), {2}),
    "an empty page": (("/empty", "--max-page-weight", "1MB"), {3}),
    "a consent wall": (("/wall", "--consent", "accept", "--max-page-weight", "1MB"), {3}),
    "a challenge": (("/challenge", "--max-page-weight", "1MB"), {6}),
    "a page that is light for driven browsers": (("/guarded", "--max-page-weight", "50kB"), {1}),
    "a server whose clock is wrong": (("/skewed", "--max-page-weight", "50kB"), {1}),
    "a baseline of another device": ((RUN, "--baseline", "mobile.json"), {3}),
    "a baseline of another delest": ((RUN, "--baseline", "other.json"), {3}),
    "a baseline edited by hand": ((RUN, "--baseline", "edited.json"), {2}),
    "a list beside a URL": (("/", "package.json", "--max-page-weight", "1MB"), {2}),
    "no browser": (("/", "--max-page-weight", "1MB", "--browser", "/none"), {4}),
    "no limit": ((RUN,), {2}),
}


def baseline(device, size):
    """The text of a baseline of the start page."""
    return (
        '{"schema": "delest.baseline/1", "measured_on": "2026-01-02", "delest": "0.1.0", "browser": "Chrome 1",'
        f' "device": "{device}", "served": "live", "consent": "as-is", "tolerance_bytes": 0, "tolerance_share": 0.0,'
        f' "pages": {{"/": {{"bytes": {size}, "loads": [[{size}, 0]], "requests": 1, "elements": 9, "resources":'
        ' {"/": [9000, "document", "first", 1]}}}}'
    )


@pytest.fixture(scope="module")
def run(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / RUN
    done = check(folder.parent, site.url("/"), "--depth", "0", "--max-page-weight", "1MB", "--run", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_annotations_name_a_baseline_by_its_plain_path_and_none_above_the_working_directory(run, tmp_path):
    (tmp_path / "mobile.json").write_text(baseline("mobile", 9_000))
    (tmp_path / "part").mkdir()
    for folder, given, named in ((".", "part/../mobile.json", True), ("part", "../mobile.json", False)):
        done = delest("check", run, "--baseline", given, "-o", "v.sarif", *QUIET, cwd=tmp_path / folder)
        assert done.returncode == 3, done.stdout + done.stderr
        said = (tmp_path / folder / "v.sarif").read_text("utf-8")
        assert ('"mobile.json"' in said) is named
        assert "../mobile.json" not in said


@pytest.mark.parametrize("name", WRONG_PASSES)
def test_nothing_passes_that_was_not_measured(site, run, tmp_path, name):
    (tmp_path / "other.toml").write_text('[[budget]]\npages = "/other/*"\nweight = "1 MB"\n')
    (tmp_path / "misspelt.toml").write_text('[[budget]]\nwieght = "1 MB"\n')
    (tmp_path / "warm.toml").write_text('[[budget]]\nweight-warm = "1 MB"\n')
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (tmp_path / "mobile.json").write_text(baseline("mobile", 9_000))
    (tmp_path / "other.json").write_text(baseline("desktop", 9_000).replace('"0.1.0"', '"9.0.0"'))
    (tmp_path / "edited.json").write_text(baseline("desktop", 900_000))
    (path, *options), codes = WRONG_PASSES[name]
    if path == RUN:
        done = delest("check", run, *options, *QUIET, cwd=tmp_path)
    else:
        done = check(tmp_path, site.url(path), *options, "--depth", "1" if path == "/a" else "0")
    assert done.returncode in codes, done.stdout + done.stderr


def test_a_site_that_varies_is_heavier_only_where_each_load_is(tmp_path):
    with SmallSite() as varying:
        lengths = cycle((20_000, 50_000, 35_000))
        more = 0

        def turns():
            body = b"\x89PNG\r\n\x1a\n" + noise(next(lengths) + more)
            varying.answers["/turns.png"] = Answer(body, content_type="image/png", before=turns)

        turns()
        varying.answers["/"] = Answer(html('<img src="/turns.png">').encode())
        once = (varying.url("/"), "--depth", "0")
        written = check(tmp_path, *once, "--update-baseline")
        assert written.returncode == 0, written.stdout + written.stderr
        same = check(tmp_path, *once, "--baseline", "delest.lock.json")
        assert same.returncode == 0, same.stdout + same.stderr
        more = 31_000
        turns()
        grown = check(tmp_path, *once, "--baseline", "delest.lock.json")
    assert grown.returncode == 1, grown.stdout + grown.stderr
    assert "/turns.png" in grown.stdout


def test_a_password_is_asked_for_by_name_and_given_by_the_environment(site, tmp_path):
    locked = site.url("/locked")
    refused = check(tmp_path, locked, "--depth", "0", "--max-page-weight", "1MB", "-o", "v.sarif", "-o", "v.html")
    assert refused.returncode == 6, refused.stdout + refused.stderr
    said = [refused.stdout, (tmp_path / "v.sarif").read_text("utf-8"), (tmp_path / "v.html").read_text("utf-8")]
    for each in said:
        assert "environment variable DELEST_BASIC_AUTH, or with --basic-auth" in " ".join(each.split())
    audit = delest("audit", locked, "--depth", "0", *FAST, cwd=tmp_path, env={"DELEST_LANG": "fr"})
    assert audit.returncode == 6
    assert "DELEST_BASIC_AUTH" in audit.stdout
    assert "DELEST_BASIC_AUTH" in audit.stderr
    let_in = check(tmp_path, locked, "--depth", "0", "--max-page-weight", "1MB", env={"DELEST_BASIC_AUTH": "me:secret"})
    assert let_in.returncode == 0, let_in.stdout + let_in.stderr


def test_a_server_that_dies_midway_is_never_a_pass(tmp_path):
    with SmallSite() as dying:

        def dies():
            dying.out_of_reach = True

        dying.answers["/"] = Answer(html('<a href="/last">Last</a>').encode())
        dying.answers["/last"] = Answer(html().encode(), before=dies)
        done = check(tmp_path, dying.url("/"), "--max-page-weight", "1MB", "--depth", "1", "--loads", "1")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "/last" in done.stdout


@pytest.mark.parametrize("name", ["empty", "not-there"])
def test_an_empty_build_is_an_error(tmp_path, name):
    (tmp_path / "empty").mkdir()
    assert check(tmp_path, f"./{name}", "--max-page-weight", "1MB").returncode == 2


def test_warnings_alone_say_what_they_hide(site, tmp_path):
    both = site.url("/"), site.url("/skewed")
    done = check(tmp_path, *both, "--max-page-weight", "1kB", "--warn-only")
    assert done.returncode == 0
    assert all(f"OVER {each}" in done.stdout for each in both)
    assert "OVER BUDGET" in done.stdout
    assert "--warn-only" in done.stderr
