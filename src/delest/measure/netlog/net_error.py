"""Chromium's numbers for network errors, in its own words. Pure.

Source: ``net/base/net_error_list.h``. Numbers of 100 to 199 are of the connection, 200 to 299 of certificates, 300 to
399 of HTTP, 400 to 499 of the cache, 800 to 899 of DNS.
"""

from typing import Final

CACHE_MISS: Final = -400
"""The browser looked for a response in its cache alone, before it asked the network."""

_TERMS: Final = {
    7: "TIMED_OUT", 21: "NETWORK_CHANGED", 100: "CONNECTION_CLOSED", 101: "CONNECTION_RESET",
    102: "CONNECTION_REFUSED", 103: "CONNECTION_ABORTED", 104: "CONNECTION_FAILED", 105: "NAME_NOT_RESOLVED",
    106: "INTERNET_DISCONNECTED", 107: "SSL_PROTOCOL_ERROR", 108: "ADDRESS_INVALID", 109: "ADDRESS_UNREACHABLE",
    110: "SSL_CLIENT_AUTH_CERT_NEEDED", 111: "TUNNEL_CONNECTION_FAILED", 113: "SSL_VERSION_OR_CIPHER_MISMATCH",
    117: "BAD_SSL_CLIENT_AUTH_CERT", 118: "CONNECTION_TIMED_OUT", 120: "SOCKS_CONNECTION_FAILED",
    121: "SOCKS_CONNECTION_HOST_UNREACHABLE", 126: "SSL_BAD_RECORD_MAC_ALERT", 127: "PROXY_AUTH_REQUESTED",
    130: "PROXY_CONNECTION_FAILED", 136: "PROXY_CERTIFICATE_INVALID", 137: "NAME_RESOLUTION_FAILED",
    138: "NETWORK_ACCESS_DENIED", 159: "SSL_UNRECOGNIZED_NAME_ALERT", 200: "CERT_COMMON_NAME_INVALID",
    201: "CERT_DATE_INVALID", 202: "CERT_AUTHORITY_INVALID", 206: "CERT_REVOKED", 207: "CERT_INVALID",
    310: "TOO_MANY_REDIRECTS", 311: "UNSAFE_REDIRECT", 312: "UNSAFE_PORT", 320: "INVALID_RESPONSE",
    321: "INVALID_CHUNKED_ENCODING", 324: "EMPTY_RESPONSE", 325: "RESPONSE_HEADERS_TOO_BIG",
    330: "CONTENT_DECODING_FAILED", 331: "NETWORK_IO_SUSPENDED", 337: "HTTP2_PROTOCOL_ERROR",
    346: "RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH", 347: "INCOMPLETE_HTTP2_HEADERS",
    351: "HTTP2_SERVER_REFUSED_STREAM", 352: "HTTP2_PING_FAILED", 354: "CONTENT_LENGTH_MISMATCH",
    355: "INCOMPLETE_CHUNKED_ENCODING", 356: "QUIC_PROTOCOL_ERROR", 357: "RESPONSE_HEADERS_TRUNCATED",
    358: "QUIC_HANDSHAKE_FAILED", 361: "HTTP2_FLOW_CONTROL_ERROR", 362: "HTTP2_FRAME_SIZE_ERROR",
    363: "HTTP2_COMPRESSION_ERROR", 370: "INVALID_HTTP_RESPONSE", 371: "CONTENT_DECODING_INIT_FAILED",
    376: "HTTP2_STREAM_CLOSED",
}  # fmt: skip
_OF_CERTIFICATES: Final = range(200, 300)
_OF_THE_NETWORK: Final = (range(100, 200), range(320, 400), range(800, 900))
_NO_FAILURE: Final = frozenset({170, 173, 174, 178, 179})
"""What the network stack tells itself: ask again, or the connection is a WebSocket now."""


def failure_of(net_error: int) -> str:
    """Return Chromium's term (``net::ERR_CONNECTION_RESET``) for an error of the network, empty for any other."""
    number = -net_error
    if number in _TERMS:
        return f"net::ERR_{_TERMS[number]}"
    if number in _OF_CERTIFICATES:
        return f"net::ERR_CERT_{number}"
    if number in _NO_FAILURE or not any(number in numbers for numbers in _OF_THE_NETWORK):
        return ""
    return f"net::ERR_{number}"
