"""A server of a test that runs in a thread of its own, for as long as its ``with`` block."""

import threading


class InThread:
    """Comes before a class of ``socketserver``."""

    def __enter__(self):
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, *_):
        """Browsers hang up in the middle as a matter of course."""
