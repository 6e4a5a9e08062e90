"""Looking at the TLS of hosts, at a server of sockets."""

import asyncio
import gc
import socket
import threading
from ipaddress import ip_network

from delest.measure.hosts import look_at
from tests.site.authority import Authority


def test_a_host_that_answers_no_goodbye_is_left_all_the_same(tmp_path):
    tls = Authority(tmp_path, ["www.example.org"]).context(["http/1.1"])
    ended = []

    def serve(listening):
        near, _ = listening.accept()
        near.settimeout(30)
        with tls.wrap_socket(near, server_side=True) as secure, socket.socket(fileno=secure.detach()) as plain:
            plain.settimeout(30)
            try:
                while plain.recv(65_536):
                    pass
            except ConnectionResetError:
                pass
            except TimeoutError:
                return
            ended.append(True)

    gc.disable()  # which would close what was left open
    try:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = threading.Thread(target=serve, args=(listening,))
            server.start()
            url = f"https://127.0.0.1:{listening.getsockname()[1]}/"
            looking = look_at([url], public_only=True, counts_as_public=(ip_network("127.0.0.0/8"),))
            (seen,) = asyncio.run(looking)
            server.join(60)
    finally:
        gc.enable()
    assert (seen.tls, ended) == ("TLSv1.3", [True])
