"""Probes of saved audits, on pages that are served for them: what they see, and what the criteria make of it."""

import asyncio
import io
import ssl
import wave

import pytest
from msgspec.structs import replace
from PIL import Image

from delest.errors import InputError
from delest.evidence.criteria.network.c3_3 import _of_hosts
from delest.measure import probing
from delest.measure.hosts import look_at
from delest.measure.probes import keyboard, motion
from delest.pipeline.evidence import gather
from delest.pipeline.probing import known, probe_run
from delest.records.pages.load import Kind
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Access, Scope
from delest.records.state.evidence import Seen, Status
from delest.records.state.probed import ProbedHost
from delest.store.journal import Journal
from delest.store.probed_file import read_probed
from delest.urls import origin
from tests.browser.small_site import Answer, SmallSite, redirect
from tests.evidence.audits import DAY
from tests.fonts import font
from tests.page_loads import load, page, run_header, transfer
from tests.site.authority import Authority

pytestmark = pytest.mark.browser

LIVELY = """<!doctype html><title>t</title><style>
@font-face { font-family: A; src: url(/f.ttf) } @font-face { font-family: B; src: url(/f.ttf?b) }
@font-face { font-family: C; src: url(/f.ttf?c) } @keyframes s { to { transform: rotate(1turn) } }
p { width: 20px; animation: s 2s infinite linear }</style>
<p style="font-family: A">a</p><p style="font-family: B">b</p><p style="font-family: C">c</p>
<div style="width: 1500px">wide</div>
<input type=search name=q oninput="fetch('/asked?' + this.value)"><input type=password oninput="fetch('/never')">
<video src=/a.wav autoplay muted loop></video><audio src=/a.wav preload=none></audio>
<picture><source type=image/webp srcset=/p.webp media="(max-width: 10px)"><img src=/p.gif width=50></picture>"""
QUIET = "<!doctype html><title>t</title><meta name=viewport content='width=device-width'><p>words</p>"


def sound():
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16_000))
    return out.getvalue()


def moving_gif():
    out = io.BytesIO()
    pictures = [Image.new("RGB", (50, 50), (number * 80, 0, 0)) for number in range(3)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=200, loop=0)
    return out.getvalue()


@pytest.fixture(scope="module")
def site():
    with SmallSite() as site:
        site.answers = {
            "/": Answer(LIVELY.encode()),
            "/quiet": Answer(QUIET.encode()),
            "/a.wav": Answer(sound(), content_type="audio/wav"),
            "/p.gif": Answer(moving_gif(), content_type="image/gif"),
            **{f"/f.ttf{which}": Answer(font(), content_type="font/ttf") for which in ("", "?b", "?c")},
        }
        yield site


def saved(folder, site, *paths, **fields):
    """Write a run in which these pages were loaded, each with three heavy fonts and a picture."""
    header = run_header(Scope(start_urls=(site.url(),)), id=folder.name, started_at=DAY, **fields)
    with Journal.create(folder, header) as journal:
        for path in paths:
            fonts = [transfer(site.url(f"/{n}.ttf"), 150_000, Kind.FONT) for n in range(3 if path == "/" else 0)]
            shown = [transfer(site.url("/p.gif"), 900, mime_type="image/gif")] if path == "/" else []
            journal.add(page(load(*fonts, *shown, url=site.url(path))))
        journal.end(RunEnd(ended_at=DAY, known_pages=len(paths), complete=True))
    return folder


@pytest.fixture(scope="module")
def lively(site, tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setattr(motion, "_WATCHED_S", (0.3, 0.4))
    patch.setattr(keyboard, "_BETWEEN_S", 0.6)
    run = saved(tmp_path_factory.mktemp("lively") / "run", site, "/")
    asyncio.run(probe_run(run, ["all"]))
    patch.undo()
    return run


@pytest.fixture(scope="module")
def evidence(lively):
    return {each.criterion: each for each in gather(lively).evidence}


def test_each_probe_sees_what_is_there(lively, site):
    (seen,) = read_probed(lively).pages
    assert seen.problem == ""
    assert {each.family for each in seen.fonts} == {"A", "B", "C"}
    assert [(each.kind, each.codec, each.played) for each in seen.media] == [
        ("video", "", True), ("audio", "pcm", False),
    ]  # fmt: skip
    assert seen.motion.animated_pictures == (site.url("/p.gif"),)
    assert seen.motion.endless_animations == 3
    assert seen.motion.changed
    assert seen.layout.overflow_1200_px > 250
    assert not seen.layout.viewport_meta
    assert [(each.field, each.first_after, each.requests) for each in seen.keyboard] == [("q", 1, 3)]
    assert seen.pictures[0].formats == ("image/webp",)
    assert "/never" not in site.asked


def test_what_is_seen_refutes_or_is_left_to_a_person(evidence):
    refuted = {"2.5", "4.1", "4.8", "4.9", "5.6"}
    assert {name for name in refuted if evidence[name].status is not Status.NOT_VALID} == set()
    assert evidence["5.1"].status is Status.VALID, "the page offers WebP beside its only picture"
    for name in ("4.6", "4.7"):
        assert (evidence[name].seen, evidence[name].status) == (Seen.FOUND, Status.TO_ASSESS)
    assert evidence["5.3"].status is Status.TO_ASSESS, "its height is not known"


def test_a_page_without_media_is_met_once_it_was_looked_at(site, tmp_path, monkeypatch):
    monkeypatch.setattr(motion, "_WATCHED_S", (0.3, 0.3))
    run = saved(tmp_path / "run", site, "/quiet")
    before = {each.criterion: each for each in gather(run).evidence}
    assert before["4.6"].seen is Seen.NOT_MEASURED
    assert "--probe media" in str(before["4.6"].missing[0].values["option"])
    asyncio.run(probe_run(run, ["media", "motion"]))
    found = gather(run)
    after = {each.criterion: each for each in found.evidence}
    assert after["4.6"].status is after["4.7"].status is Status.VALID
    assert after["5.3"].not_applicable_perhaps, "there is no video"
    assert after["2.5"].seen is Seen.NOT_MEASURED, "the probe layout was not asked"
    assert found.points.most == 7.75


def test_a_wrong_name_and_a_login_are_refused(site, tmp_path):
    run = saved(tmp_path / "run", site, "/quiet")
    with pytest.raises(InputError, match="not a probe"):
        asyncio.run(probe_run(run, ["sound"]))
    with_login = saved(tmp_path / "login", site, "/quiet", logged_in=True)
    with pytest.raises(InputError, match="login"):
        asyncio.run(probe_run(with_login, ["media"]))
    assert read_probed(run) is None
    assert set(known()) == {"fonts", "hosts", "keyboard", "layout", "media", "motion", "pictures"}


def test_the_session_is_given_and_a_page_that_leads_to_a_login_is_not_looked_at(site, tmp_path, monkeypatch):
    monkeypatch.setattr(probing, "_REST_S", 0.5)
    run = saved(tmp_path / "run", site, "/quiet", "/private")
    site.answers["/private"] = redirect("/quiet")
    access = Access(
        cookies=(("session", "42"),),
        cookie_urls=(site.url(),),
        headers=(("X-Key", "k"),),
        header_origins=(origin(site.url()),),
    )
    site.cookies.clear()
    found = asyncio.run(probe_run(run, ["fonts"], access=access))
    quiet, private = found.pages
    assert (quiet.problem, quiet.fonts) == ("", ())
    assert (private.problem, private.fonts) == (f"it leads to {site.url('/quiet')}", None)
    assert ("/quiet", "session=42") in site.cookies
    assert "k" in [fields.get("X-Key") for path, fields in site.headers if path == "/quiet"]


def test_a_login_behind_another_query_is_not_taken_for_the_page(site, tmp_path, monkeypatch):
    monkeypatch.setattr(probing, "_REST_S", 0.5)
    moved = {
        "/?page=account": redirect("/?page=login"),
        "/?page=view": Answer(b"<!doctype html><script>history.pushState(0, '', '/?page=login')</script>"),
        "/?page=news": redirect("/?page=news&sid=8f2a"),
        "/?page=map": Answer(b"<!doctype html><script>history.replaceState(0, '', '/?page=map&zoom=3#here')</script>"),
    }
    site.answers |= moved | dict.fromkeys(("/?page=login", "/?page=news&sid=8f2a"), Answer(QUIET.encode()))
    found = asyncio.run(probe_run(saved(tmp_path / "run", site, *moved), ["fonts"]))
    account, view, news, zoomed = found.pages
    for each in (account, view):
        assert (each.problem, each.fonts) == (f"it leads to {site.url('/?page=login')}", None)
    for each in (news, zoomed):
        assert (each.problem, each.fonts) == ("", ()), "a session and what a script adds are no other page"


def test_hosts_are_asked_for_their_newest_tls(tmp_path):
    context = Authority(tmp_path, ["localhost"]).context(["http/1.1"])
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    old = SmallSite()
    old.socket = context.wrap_socket(old.socket, server_side=True)
    with old:
        url = f"https://localhost:{old.port}/"
        (seen,) = asyncio.run(look_at([url, url, "http://localhost/"], public_only=False))
        (refused,) = asyncio.run(look_at([url], public_only=True))
    assert seen.tls == "TLSv1.2"
    assert (refused.tls, refused.problem) == ("", "private address")


def test_an_old_host_refutes_and_a_deaf_resolver_does_not():
    new = ProbedHost(host="a.example", tls="TLSv1.3", ipv6=False)
    assert _of_hosts((new,), asked=True)[:2] == (False, False), "IPv6 may not have been tried"
    other = replace(new, host="b.example", ipv6=True)
    assert _of_hosts((new, other), asked=True)[:2] == (False, True)
    assert _of_hosts((replace(new, tls="TLSv1.2"),), asked=True)[0]
