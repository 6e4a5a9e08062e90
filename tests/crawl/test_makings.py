from hypothesis import given
from hypothesis import strategies as st

from delest.crawl.pages.makings import FILES_LIMIT, makings

PAGE = "https://example.org/dir/page"


def files(html):
    return makings(html, PAGE, 1).files


def test_the_files_that_the_html_names():
    html = """<base href=/b/><link rel=stylesheet href=a.css><link rel=canonical href=/c>
      <script src=//cdn.net/s.js></script>
      <img src=i.png srcset="i2.png 2x"><img srcset="w.png 300w, v.png 600w"><img src="data:image/png,x"><img>
      <picture><source srcset=p.avif><img src=i.png></picture><video src=v.mp4></video><iframe src=/f></iframe>"""
    assert files(html) == (
        "https://example.org/b/a.css",
        "https://cdn.net/s.js",
        "https://example.org/b/i.png",
        "https://example.org/b/w.png",
        "https://example.org/b/p.avif",
        "https://example.org/b/v.mp4",
    )


def test_of_a_picture_the_browser_loads_the_first_source_that_it_can_show():
    html = """<picture><source type=image/jxl srcset=a.jxl><source media="(max-width: 600px)" srcset=narrow.avif>
      <source type=image/avif srcset="wide.avif 500w, wider.avif 900w"><source type=image/webp srcset=w.webp>
      <img src=fallback.png></picture><img src=after.png>
      <picture><source type=image/jxl srcset=b.jxl><img src=only.png></picture>"""
    assert [file.rpartition("/")[2] for file in files(html)] == ["wide.avif", "after.png", "only.png"]


def test_what_a_browser_that_runs_scripts_does_not_load_is_not_counted():
    html = """<noscript><link rel=stylesheet href=no.css><img src=no.png></noscript><script nomodule src=o.js></script>
      <template><img src=later.png></template><script type=module src=new.js></script><link rel=stylesheet href>"""
    assert [file.rpartition("/")[2] for file in files(html)] == ["new.js"]


def test_what_scripts_load_when_it_comes_into_view_and_inline_styles_are_named_in_the_html():
    html = """<img src=data:image/gif,x data-src=a.jpg><img data-original=b.jpg>
      <div style="background: url('c.jpg') center, URL( d.jpg )">"""
    assert [file.rpartition("/")[2] for file in files(html)] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_the_files_of_a_page_are_bounded():
    assert len(files("".join(f"<img src={n}.png>" for n in range(5000)))) == FILES_LIMIT


@given(st.text(), st.integers(0, 10**6))
def test_whatever_the_html_is_the_files_are_web_addresses(html, size):
    made = makings(html, PAGE, size)
    assert made.html_bytes == size
    assert all(file.startswith(("http://", "https://")) for file in made.files)
