from delest.traffic.reading import read_traffic


def test_requests_of_a_bucket_with_the_name_of_a_host(tmp_path):
    head = "b" * 64 + " www.example.com [10/Feb/2026:16:42:07 +0000] 192.0.2.3 - EB36 WEBSITE.GET.OBJECT key"
    agent = "Mozilla/5.0 Firefox/140.0"
    (tmp_path / "s3.log").write_text(
        f'{head} "GET /index.html HTTP/1.1" 200 - 3 3 1 9 "-" "{agent}"\n{head} - - - - - - - - -\n'
    )
    export = read_traffic([str(tmp_path / "s3.log")])
    assert [row.page for row in export.rows] == ["https://www.example.com/index.html"]
    assert export.lines.no_request == 1
