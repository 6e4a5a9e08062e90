"""The tests; a package, so that the counting test site can be imported as ``tests.site``."""
