"""The demo site, as an audit needs it: its address, for as long as it is served."""

from delest.serving.demo import serve_demo

__all__ = ["serve_demo"]
