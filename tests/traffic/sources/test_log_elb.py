from delest.traffic.reading import read_traffic

LINE = (
    "https 2026-02-10T16:42:07.1Z app/lb/1 192.0.2.3:2817 10.0.0.1:80 0.0 0.1 0.0 {} {} 225 249"
    ' "GET https://www.example.com:443{} HTTP/1.1" "{}" - -\n'
)


def test_the_port_of_a_scheme_is_dropped(tmp_path):
    (tmp_path / "lb.log").write_text(
        LINE.format(200, 200, "/a?b=c", "Mozilla/5.0 Firefox/140.0")
        + LINE.format(502, "-", "/a", "Mozilla/5.0")
        + LINE.format(200, 200, "/health", "ELB-HealthChecker/2.0")
    )
    export = read_traffic([str(tmp_path / "lb.log")])
    assert [row.page for row in export.rows] == ["https://www.example.com/a?b=c"]
    assert export.lines.errors == 1
