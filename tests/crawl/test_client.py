import asyncio
import datetime as dt
import gzip
import ipaddress
import random
import ssl
import threading
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from delest.crawl.client import USER_AGENT, Fetched, fetch, open_client
from delest.errors import InputError
from delest.records.runs.scope import Access


def got(url: str, *, access: Access | None = None, **limits) -> Fetched:
    async def run() -> Fetched:
        async with open_client(access or Access(), USER_AGENT) as client:
            return await fetch(client, url, **({"limit_bytes": 1000} | limits))

    return asyncio.run(run())


def test_body_and_who_asks(site, answer) -> None:
    site.answers["/a"] = answer(b"hello")
    assert got(f"{site.origin}/a") == Fetched(url=f"{site.origin}/a", status=200, body=b"hello", wire_bytes=5)
    headers = site.headers_of("/a")
    assert headers["User-Agent"] == USER_AGENT
    assert headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize(("size", "truncated"), [(999, False), (1000, False), (1001, True), (3_000_000, True)])
@pytest.mark.parametrize("packed", [True, False])
def test_size_limit_holds_for_the_decoded_body(site, answer, size: int, truncated, packed) -> None:
    body = b"x" * size
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.answers["/a"] = answer(gzip.compress(body) if packed else body, headers=headers)
    answered = got(f"{site.origin}/a")
    assert (answered.body, answered.truncated, answered.error) == (body[:1000], truncated, None)


def test_packed_body_cut_short_is_truncated(site, answer) -> None:
    packed = gzip.compress(bytes(range(256)) * 3)[:-12]
    site.answers["/a"] = answer(packed, headers={"Content-Encoding": "gzip"})
    answered = got(f"{site.origin}/a")
    assert answered.truncated
    assert answered.body == (bytes(range(256)) * 3)[: len(answered.body)]


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"\x1f\x8bnot gzip", {"Content-Encoding": "gzip"}, "unknown compression method"),
        (b"x", {"Content-Encoding": "br"}, "bad-encoding: br"),
        (b"not zstd", {"Content-Encoding": "zstd"}, "ZstdError"),
        (b"short", {"Content-Length": "5000"}, "RemoteProtocolError"),
    ],
)
def test_broken_answers_are_a_reason(site, answer, body: bytes, headers: dict[str, str], reason: str) -> None:
    site.answers["/a"] = answer(body, headers=headers)
    answered = got(f"{site.origin}/a")
    assert reason in str(answered.error)
    assert answered.body == b""


TEXT = b"User-agent: *\nDisallow: /private\n" * 30
PACKED = {
    "identity": TEXT,
    "none": TEXT,
    "UTF-8": TEXT,
    "gzip": gzip.compress(TEXT),
    "GZip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "none, br": brotli.compress(TEXT),
    "gzip, br": brotli.compress(gzip.compress(TEXT)),
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_coding_that_browsers_read_is_read_although_it_was_not_asked_for(site, answer, coding) -> None:
    site.answers["/a"] = answer(PACKED[coding], headers={"Content-Encoding": coding})
    fetched = got(f"{site.origin}/a")
    assert (fetched.body, fetched.truncated, fetched.error) == (TEXT, False, None)


def test_deflate_without_its_wrapper_and_gzip_that_was_never_packed(site, answer) -> None:
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    site.answers["/bare"] = answer(bare.compress(TEXT) + bare.flush(), headers={"Content-Encoding": "deflate"})
    site.answers["/plain"] = answer(TEXT, headers={"Content-Encoding": "gzip"})
    assert got(f"{site.origin}/bare").body == got(f"{site.origin}/plain").body == TEXT


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstandard.compress])
def test_a_bomb_is_unpacked_to_the_limit_and_no_further(site, answer, pack) -> None:
    names = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br", zstandard.compress: "zstd"}
    site.answers["/a"] = answer(pack(bytes(50_000_000)), headers={"Content-Encoding": names[pack]})
    tracemalloc.start()
    fetched = got(f"{site.origin}/a", limit_bytes=100_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(fetched.body), fetched.truncated) == (100_000, True)
    assert most < 12_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_cut_short_in_its_coding_is_truncated(site, answer, coding) -> None:
    random_text = random.Random(1).randbytes(3000)
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
    site.answers["/a"] = answer(packed[coding](random_text)[:-20], headers={"Content-Encoding": coding})
    fetched = got(f"{site.origin}/a")
    assert fetched.truncated or fetched.error


def test_a_name_of_this_machine_and_a_redirect_to_emoji(site, answer) -> None:
    site.answers["/a"] = answer(b"hello")
    site.answers["/fox"] = answer(b"", status=302, headers={"Location": "http://xn--9s9h.invalid/x"})
    local = site.origin.replace("127.0.0.1", "ville.localhost")
    assert got(f"{local}/a").body == b"hello"
    fox = got(f"{site.origin}/fox")
    assert fox.url == "http://xn--9s9h.invalid/x"
    assert fox.error.code == "name-not-found"


def test_an_error_page_is_a_status_and_not_read(site, answer) -> None:
    site.answers["/a"] = answer(b"x" * 10_000, status=500)
    assert got(f"{site.origin}/a") == Fetched(url=f"{site.origin}/a", status=500)


def test_nobody_there() -> None:
    answered = got("http://127.0.0.1:9/")
    assert answered.status is None
    assert str(answered.error) == "net-error: ECONNREFUSED"


def test_unending_answers_end(site, answer) -> None:
    release = threading.Event()
    site.answers["/a"] = answer(b"late", hold=release)
    answered = got(f"{site.origin}/a", limit_s=0.3)
    release.set()
    assert (answered.status, str(answered.error)) == (None, "no-response: 0.3")


def test_redirects_are_followed_and_the_last_address_is_told(site, stranger, answer) -> None:
    site.answers["/a"] = answer(status=308, headers={"Location": "b"})
    site.answers["/b"] = answer(status=302, headers={"Location": f"{stranger.origin}/c"})
    stranger.answers["/c"] = answer(b"there")
    assert got(f"{site.origin}/a") == Fetched(url=f"{stranger.origin}/c", status=200, body=b"there", wire_bytes=5)


def test_endless_redirects_end(site, answer) -> None:
    site.answers["/a"] = answer(status=302, headers={"Location": "/a"})
    answered = got(f"{site.origin}/a")
    assert (answered.status, str(answered.error)) == (302, "too-many-redirects: 5")
    assert len(site.asked) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x/", "data:,x", "https://[", "http://"])
def test_redirects_out_of_the_web_are_not_followed(site, answer, location: str) -> None:
    site.answers["/a"] = answer(status=302, headers={"Location": location})
    answered = got(f"{site.origin}/a")
    assert answered.error
    assert answered.body == b""


def test_proxy_is_asked_for_the_whole_address(site, answer) -> None:
    site.answers["http://audited.example/a"] = answer(b"through")
    answered = got("http://audited.example/a", access=Access(proxy=site.origin))
    assert (answered.url, answered.body) == ("http://audited.example/a", b"through")


def test_proxy_of_the_environment_does_not_count(site, answer, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/a"] = answer(b"direct")
    assert got(f"{site.origin}/a").body == b"direct"


@pytest.mark.parametrize("proxy", ["proxy.example:3128", "ftp://x", "secret"])
def test_proxy_that_is_none_names_the_remedy_and_no_password(proxy: str) -> None:
    with pytest.raises(InputError, match="proxy") as caught:
        got("http://127.0.0.1:9/", access=Access(proxy=proxy))
    assert "http://host:port" in str(caught.value.remedy)
    assert "secret" not in str(caught.value)


@pytest.fixture
def tls_site(site, answer, tmp_path: Path):
    """The site behind a certificate of an authority that nobody else knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "ca.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = tmp_path / "key.pem"
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    site.socket = context.wrap_socket(site.socket, server_side=True, do_handshake_on_connect=False)
    site.scheme = "https"
    site.answers["/a"] = answer(b"sealed")
    return site, str(pem)


def test_unknown_authority_is_refused(tls_site) -> None:
    answered = got(f"{tls_site[0].origin}/a")
    assert answered.error.code == "bad-certificate"
    assert "self-signed" in answered.error.detail
    assert answered.body == b""


def test_authority_given_as_a_file_is_trusted(tls_site) -> None:
    served, pem = tls_site
    assert got(f"{served.origin}/a", access=Access(ca_file=pem)).body == b"sealed"


def test_insecure_accepts_any_certificate(tls_site) -> None:
    assert got(f"{tls_site[0].origin}/a", access=Access(insecure=True)).body == b"sealed"


def test_authorities_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for file in (empty, tmp_path / "missing.pem"):
        with pytest.raises(InputError, match=file.name):
            got("http://127.0.0.1:9/", access=Access(ca_file=str(file)))
