"""What loads only for those who scroll."""

from tests.site.cases.case import Case
from tests.site.cases.parts import image, page, tall_page

_OBSERVER = """<img id="o" width="60" height="60"><script>
new IntersectionObserver(([e]) => { if (e.isIntersecting && !o.src) o.src = "o.png" }).observe(o);
</script>"""
_SENTINEL = """<div id="end" style="height:10px"></div><script>
let n = 0, seen = false;
new IntersectionObserver(([e]) => { seen = e.isIntersecting; more() }).observe(end);
function more() {
  if (!seen || n >= LIMIT) return;
  const item = new Image(600, 600);
  item.style.display = "block";
  item.src = "item.png?" + n++;
  end.before(item);
  setTimeout(more, 50);
}
</script>"""
_BOX = (
    '<div style="height:400px;overflow:auto"><div style="height:5000px"></div>'
    '<img loading="lazy" width="60" height="60" src="p.png"></div>'
)

CASES = (
    Case(
        name="lazy-images",
        about="Ten lazy pictures, three screens apart.",
        answers={
            "index.html": page(
                "".join(
                    f'<div style="height:300vh"></div><img loading="lazy" width="60" height="60" src="{n}.png">'
                    for n in range(10)
                )
            ),
            **{f"{n}.png": image(f"lazy {n}", 40) for n in range(10)},
        },
    ),
    Case(
        name="observer",
        about="A picture that a script loads once its place is seen.",
        answers={"index.html": tall_page(_OBSERVER), "o.png": image("observed")},
    ),
    Case(
        name="sentinel",
        about="A list that grows by one picture whenever its end is seen, fifteen times.",
        answers={"index.html": page(_SENTINEL.replace("LIMIT", "15")), "item.png": image("item", 50)},
        times={"item.png": 15},
    ),
    Case(
        name="endless",
        about="A list that grows for as long as somebody scrolls.",
        answers={"index.html": page(_SENTINEL.replace("LIMIT", "1e9")), "item.png": image("endless", 50)},
        times={"item.png": range(3, 1_000_000)},
    ),
    Case(
        name="scroll-box",
        about="A lazy picture at the end of a box that scrolls by itself.",
        answers={"index.html": page(_BOX), "p.png": image("box")},
        times={"p.png": range(2)},
    ),
)
