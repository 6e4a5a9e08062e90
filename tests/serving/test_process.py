"""A site that a command starts: when it is ready, and what is said when it never is."""

import shlex
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from delest.errors import InputError, NotMeasuredError
from delest.serving.process import started

SERVER = """
import http.server, itertools, sys
statuses = itertools.chain(map(int, sys.argv[2:]), itertools.repeat(int(sys.argv[-1])))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(next(statuses))
        self.end_headers()
    def log_message(self, *_): pass
print("listening", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def port():
    """A port that is free once it is known."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def serving(port, *statuses):
    return shlex.join([sys.executable, "-c", SERVER, str(port), *map(str, statuses)])


@pytest.mark.parametrize("statuses", [(200,), (302,), (401,), (503, 404, 403)], ids=str)
def test_a_site_is_ready_with_a_page_a_redirect_or_a_password(port, statuses):
    url = f"http://127.0.0.1:{port}/"
    with started(serving(port, *statuses), url, 60):
        pass
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass  # its process is gone


@pytest.mark.parametrize("status", [404, 500])
def test_a_site_that_answers_with_errors_alone_is_never_ready(port, status):
    with pytest.raises(NotMeasuredError) as caught, started(serving(port, status), f"http://127.0.0.1:{port}/", 1):
        pass
    # The machine may be too busy to start it in time: then no response is what is said.
    assert caught.value.values["status"] in {f"HTTP {status}", "Connection refused"}


def test_a_command_that_ends_says_its_code_and_its_output(port):
    with (
        pytest.raises(NotMeasuredError) as caught,
        started("echo no such script; exit 7", f"http://127.0.0.1:{port}/", 60),
    ):
        pass
    assert (caught.value.values["code"], caught.value.values["said"]) == ("7", "no such script")


def test_a_site_that_is_there_already_is_not_the_one_of_the_command():
    class Old(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Old) as old:
        thread = threading.Thread(target=old.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{old.server_address[1]}/"
        with pytest.raises(InputError, match="before the command"), started("sleep 60", url, 60):
            pass
        old.shutdown()
        thread.join()


@pytest.mark.parametrize("url", ["localhost:3000", "ftp://a/", "http://", "http://a:99999/", "http://[::1", ""])
def test_what_is_not_a_url_is_refused(url):
    with pytest.raises(InputError, match="--wait-for"), started("sleep 60", url, 60):
        pass
