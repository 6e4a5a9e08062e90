"""Icons, manifest, popups, dialogs, downloads: what a browser does around the page."""

from dataclasses import replace

from tests.site.answers import Answer
from tests.site.cases.case import Case
from tests.site.cases.parts import KEPT, image, page, plain
from tests.site.content import prose

_MANIFEST = '{"name": "Case", "start_url": ".", "display": "standalone", "icons": [{"src": "m.png", "sizes": "48x48"}]}'

CASES = (
    Case(
        name="icon-default",
        about="The page names no icon, so the browser asks for /favicon.ico.",
        answers={"index.html": page("<p>Text</p>", head=""), "/favicon.ico": image("favicon", 16)},
    ),
    Case(
        name="icon-named",
        about="The page names its icon.",
        answers={
            "index.html": page("<p>Text</p>", head='<link rel="icon" type="image/png" href="i.png">'),
            "i.png": image("icon", 32),
        },
    ),
    Case(
        name="manifest",
        about="A web app manifest with an icon; a private window, where nothing can be installed, does not ask for it.",
        answers={
            "index.html": page('<link rel="manifest" href="app.webmanifest">'),
            "app.webmanifest": Answer(fields=(("Content-Type", "application/manifest+json"), KEPT), body=_MANIFEST),
            "m.png": image("manifest", 48),
        },
        times={"app.webmanifest": range(2), "m.png": range(2)},
    ),
    Case(
        name="popup",
        about="The page opens a window.",
        answers={
            "index.html": page('<script>window.open("popup.html", "", "width=300,height=300")</script>'),
            "popup.html": page('<img src="p.png">'),
            "p.png": image("popup", 70),
        },
    ),
    Case(
        name="dialogs",
        about="Ten rounds of dialogs before a picture loads, and one that begs the visitor to stay.",
        answers={
            "index.html": page(
                '<script>addEventListener("beforeunload", e => e.preventDefault());'
                'for (let n = 0; n < 10; n++) { alert(n); confirm("?"); prompt("?"); print() }'
                'new Image().src = "p.png"</script>'
            ),
            "p.png": image("dialogs"),
        },
    ),
    Case(
        name="ways-out",
        about="The page prints, closes itself, calls other programs and downloads, before a picture loads.",
        answers={
            "index.html": page(
                '<iframe src="nobody-knows:this"></iframe><a id="m" href="mailto:a@example.org">Mail</a>'
                '<a id="t" href="tel:+33100000000">Call</a>'
                '<a id="d" download="a.txt" href="data:text/plain,x">Data</a>'
                "<script>addEventListener('beforeprint', () => new Image().src = 'printed.png'); print();"
                "window.close();"
                "m.click(); t.click(); for (let n = 0; n < 5; n++) d.click(); location = 'nobody-knows:that';"
                "window.open('mailto:b@example.org'); document.documentElement.requestFullscreen().catch(() => 0);"
                "setTimeout(() => new Image().src = 'p.png', 300)</script>"
            ),
            "p.png": image("still there"),
            "printed.png": image("printed"),
        },
        times={"printed.png": range(2)},
    ),
    Case(
        name="permissions",
        about="The page asks for the visitor's place, camera and attention before it loads a picture.",
        answers={
            "index.html": page(
                "<script>navigator.geolocation.getCurrentPosition(() => {}); Notification.requestPermission();"
                "navigator.mediaDevices.getUserMedia({video: true}).catch(() => {});"
                "document.documentElement.requestFullscreen().catch(() => {});"
                'new Image().src = "p.png"</script>'
            ),
            "p.png": image("permissions"),
        },
    ),
    Case(
        name="download",
        about="The page starts a download by itself.",
        answers={
            "index.html": page('<a id="a" href="file.txt">File</a><script>a.click()</script>'),
            "file.txt": replace(
                plain(prose("download", 9000)),
                fields=(("Content-Type", "text/plain"), ("Content-Disposition", "attachment; filename=file.txt")),
            ),
        },
    ),
)
