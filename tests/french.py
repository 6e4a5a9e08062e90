"""English of ours in what French readers read: found by words that French does not have, and by units."""

import re

ENGLISH = {
    "the", "of", "with", "was", "were", "is", "are", "not", "to", "by", "for", "from", "it", "its", "that", "this",
    "response", "answer", "error", "failed", "blocked", "challenge", "required", "found", "within", "says", "loaded",
    "measured", "excluded", "warning", "warnings", "reason", "unknown", "size", "stated", "out", "has", "have", "been",
    "could", "would", "should", "without", "lossless", "animated", "characters", "alone", "lifetime", "weight",
    "requests", "months", "days", "hours", "lines", "write", "done", "todo", "running", "met", "all", "and", "or",
    "than", "more", "what", "which", "when", "where", "their", "they", "there", "kept", "before", "after", "another",
    "used", "functions", "each", "every", "both", "only", "also", "still", "never",
}  # fmt: skip
"""Words that French does not have, at least one of which is in almost every English sentence."""
TECHNICAL = re.compile(
    r"https?://[^\s;»]+|\S*/[\w.*-]+|net::\S+|<style.*?</style>|<script.*?</script>|<[^>]+>|&\w+;|--?[a-z][\w-]*"
    r"|`[^`]*`|\b[\w-]+\.[a-z]{2,6}\b|\"[^\"]*\"|\b[a-z]+[_=][\w-]+|\w+(?:-[\w.]+)+",
    re.DOTALL,
)
"""Addresses, paths, the browser's own terms, markup, options, file names, ids, values to type."""
_UNITS = re.compile(r"\d\s?[kMG]B\b|\d\sbytes?\b|\b\d+\.\d+\s?(?:[kMG]?o|k?g|%|m?s)\b|SSIM \d\.\d+")
"""A size in English units, or a decimal point in a figure with its unit."""


def english_in(text):
    """Return the English words and figures in a text that should be French, but for technical terms."""
    plain = TECHNICAL.sub(" ", text)
    return {word for word in re.findall(r"[^\W\d_]+", plain.lower()) if word in ENGLISH} | set(_UNITS.findall(plain))
