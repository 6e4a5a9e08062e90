"""What is used without crossing the wire."""

import base64

from tests.site.cases.case import Case
from tests.site.cases.parts import data, image, page
from tests.site.content import png

_DATA_URL = "data:image/png;base64," + base64.b64encode(png("inline", 80)).decode()

CASES = (
    Case(
        name="data-url",
        about="A picture written into the page: it costs what the page costs.",
        answers={"index.html": page(f'<img src="{_DATA_URL}"><img src="p.png">'), "p.png": image("beside")},
    ),
    Case(
        name="blob",
        about="A picture and a worker made by script from what was fetched once.",
        answers={
            "index.html": page(
                '<img id="i"><script>fetch("p.png").then(r => r.blob()).then(b => { i.src = URL.createObjectURL(b) });'
                'const from = JSON.stringify(new URL("d.json", location));'
                "new Worker(URL.createObjectURL(new Blob([`fetch(${from})`])))</script>"
            ),
            "p.png": image("blob", 90),
            "d.json": data("from a blob", 4000),
        },
    ),
    Case(
        name="used-twice",
        about="One picture used three times: one transfer. Data that may not be kept, fetched three times: three.",
        answers={
            "index.html": page(
                '<img src="p.png"><img src="p.png"><img src="p.png"><script>(async () => {'
                'for (let n = 0; n < 3; n++) await (await fetch("d.json")).text() })()</script>'
            ),
            "p.png": image("thrice"),
            "d.json": data("unkept", 3000),
        },
        times={"d.json": 3},
    ),
)
