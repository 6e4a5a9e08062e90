"""What the network service tells of one HTTP exchange. Pure."""

from msgspec import Struct


class Exchange(Struct, kw_only=True, eq=False):
    """One HTTP exchange as the network service saw it; each redirect hop is its own."""

    url: str
    method: str
    request_type: str
    """``main frame``, ``sub frame`` or ``other``."""
    isolation_site: str
    """The top-level site for whose page it was made."""
    annotation: int
    """Chromium's hash of what part of the browser asked."""
    start_us: float
    job: int | None = None
    """The HTTP stream job that it was last bound to."""
    end_us: float = 0
    protocol: str = ""
    status: int | None = None
    response_fields: tuple[tuple[str, str], ...] = ()
    """Names in lower case."""
    fetch_dest: str = ""
    used_network: bool = False
    coded_bytes: int | None = None
    decoded_body_bytes: int | None = None
    received_bytes: int = 0
    exact: bool = True
    cancelled: bool = False
    """The browser gave it up before its end."""
    net_error: int = 0
    """Chromium's number of what the exchange ended with, below 0; 0: it says none."""

    @property
    def encoded_body_bytes(self) -> int | None:
        """Body bytes as coded; the network service only counts them apart where a coding was undone."""
        return self.decoded_body_bytes if self.coded_bytes is None else self.coded_bytes

    def field(self, name: str) -> str:
        """Return the value of a response field, empty if there is none."""
        return next((value for key, value in self.response_fields if key == name), "")
