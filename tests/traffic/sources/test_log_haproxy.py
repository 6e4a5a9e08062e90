from delest.traffic.reading import read_traffic

LINE = (
    "Sep 25 06:05:27 w haproxy[1]: 192.0.2.3:55008 [25/Sep/2026:06:05:27.584] https~ bk/abc 0/0/0/72/72 200 7456 - -"
    ' ---- 5/4/0/1/0 0/0 {}"GET /aide HTTP/1.1"'
)


def test_a_captured_user_agent_tells_robots(tmp_path):
    agents = ("{www.example.org|Mozilla/5.0 Firefox/140.0} ", "{www.example.org|Googlebot/2.1} ", "")
    (tmp_path / "ha.log").write_text("\n".join(LINE.format(agent) for agent in agents) + "\n")
    export = read_traffic([str(tmp_path / "ha.log")])
    assert (export.lines.people, export.lines.robots, export.lines.no_agent) == (2, 1, 1)
