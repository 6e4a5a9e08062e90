"""Requesters that are not pages: workers of all kinds, and worklets."""

from tests.site.cases.case import Case
from tests.site.cases.parts import data, page, script

_SERVICE_WORKER = """
addEventListener("install", e => e.waitUntil(
  caches.open("kept").then(c => c.add("kept.json")).then(() => skipWaiting())));
addEventListener("activate", e => e.waitUntil(clients.claim()));
addEventListener("fetch", e => e.respondWith(caches.match(e.request).then(r => r || fetch(e.request))));
"""
_REGISTER = """<script>
navigator.serviceWorker.register("sw.js");
navigator.serviceWorker.addEventListener("controllerchange", async () => {
  await (await fetch("kept.json")).text();
  await (await fetch("through.json")).text();
});
</script>"""

CASES = (
    Case(
        name="worker",
        about="A dedicated worker that imports a script and fetches.",
        answers={
            "index.html": page('<script>new Worker("w.js")</script>'),
            "w.js": script('importScripts("more.js"); fetch("d.json").then(r => r.text())', "worker", 9000),
            "more.js": script("self.more = 1", "more", 4000),
            "d.json": data("worker", 30_000),
        },
    ),
    Case(
        name="worker-module",
        about="A module worker that starts a worker of its own.",
        answers={
            "index.html": page('<script>new Worker("w.js", {type: "module"})</script>'),
            "w.js": script('import "./part.js"; new Worker("nested.js")'),
            "part.js": script("export const part = 1", "part", 5000),
            "nested.js": script('fetch("d.json").then(r => r.text())'),
            "d.json": data("nested", 20_000),
        },
    ),
    Case(
        name="worker-shared",
        about="A shared worker that fetches.",
        answers={
            "index.html": page('<script>new SharedWorker("s.js")</script>'),
            "s.js": script('fetch("d.json").then(r => r.text())', "shared", 9000),
            "d.json": data("shared", 30_000),
        },
    ),
    Case(
        name="service-worker",
        about="A service worker that downloads into its store at install, then serves one answer from it, one through.",
        answers={
            "index.html": page(_REGISTER),
            "sw.js": script(_SERVICE_WORKER, "service worker", 7000),
            "kept.json": data("kept", 25_000),
            "through.json": data("through", 12_000),
        },
    ),
    Case(
        name="worklet",
        about="A paint worklet with an imported module.",
        answers={
            "index.html": page('<script>CSS.paintWorklet.addModule("paint.js")</script>'),
            "paint.js": script('import "./part.js"', "paint", 6000),
            "part.js": script("export const part = 1", "worklet part", 3000),
        },
    ),
)
