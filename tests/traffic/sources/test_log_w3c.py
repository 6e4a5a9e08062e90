from delest.traffic.reading import read_traffic

AGENT = "Mozilla/5.0+(X11;+Linux+x86_64)+Firefox/140.0"


def test_columns_that_change_in_the_middle(tmp_path):
    (tmp_path / "ex.log").write_text(
        "#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent)\n"
        f"2026-02-10 16:42:07 GET /a - 200 {AGENT}\n"
        "#Fields: date time sc-status cs-method cs-uri-stem cs-uri-query cs-host cs(User-Agent)\n"
        f"2026-02-11 16:42:07 200 GET /b x=1 www.example.org {AGENT}\n"
        "2026-02-11 16:42:08 200 GET /b - www.example.org Googlebot/2.1\n"
    )
    export = read_traffic([str(tmp_path / "ex.log")])
    assert {row.page for row in export.rows} == {"/a", "https://www.example.org/b?x=1"}
    assert export.lines.robots == 1
    assert round(export.period.days, 3) == 1


def test_the_agent_of_cloudfront_is_encoded_twice(tmp_path):
    (tmp_path / "cf.log").write_text(
        "#Version: 1.0\n#Fields: date time cs-method cs-uri-stem sc-status cs(User-Agent) x-host-header\n"
        "2026-02-10\t16:42:07\tGET\t/a\t200\tMozilla/5.0%2520(compatible;%2520Googlebot/2.1)\twww.example.org\n"
        "2026-02-10\t16:42:07\tGET\t/a\t200\tMozilla/5.0%2520Firefox/140.0\twww.example.org\n"
    )
    export = read_traffic([str(tmp_path / "cf.log")])
    assert (export.lines.people, export.lines.robots) == (1, 1)
