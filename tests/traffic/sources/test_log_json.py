import json

from delest.traffic.reading import read_traffic

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def caddy(uri="/a", status=200, **headers):
    request = {"method": "GET", "host": "www.example.org", "uri": uri, "headers": {"User-Agent": [AGENT], **headers}}
    return json.dumps({"ts": 1770738127.5, "request": request, "status": status})


def read(tmp_path, *lines):
    (tmp_path / "a.json").write_text("\n".join(lines) + "\n")
    return read_traffic([str(tmp_path / "a.json")])


def test_prefetches_are_nobodys_views(tmp_path):
    export = read(tmp_path, caddy(), caddy(**{"Sec-Purpose": ["prefetch;prerender"]}), caddy(Purpose=["prefetch"]))
    assert (export.lines.people, export.lines.prefetched) == (1, 2)


def test_nginx_with_the_request_in_one_field(tmp_path):
    entry = {"time_local": "10/Feb/2026:16:42:07 +0100", "request": "GET /a?b=c HTTP/2.0", "status": "200"}
    export = read(tmp_path, json.dumps({**entry, "http_user_agent": AGENT}), json.dumps({**entry, "status": "301"}))
    assert [row.page for row in export.rows] == ["/a?b=c"]
    assert "address in request" in str(export.recognised[0])


def test_a_line_that_is_cut_is_one_line_less(tmp_path):
    export = read(tmp_path, caddy(), caddy("/b"), caddy("/c")[:40])
    assert (export.lines.people, export.lines.unread) == (2, 1)
