"""A web site that counts, at the socket, every byte of every answer that it sends.

It is the independent truth that delest's byte counts are held against. ``python -m tests.site`` serves it by hand.
"""
