import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.formats.html_text import Figure, plain_line, plain_paragraphs, read_html
from tests.cost import grows_with_the_text, within


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("One<br>more<br/>line", "One more line"),
        ("One<br><br>Two", "One\n\nTwo"),
        ("<ul><li>One</li><li>Two <b>bold</b></li></ul>", "One\n\nTwo bold"),
        ("<table><tr><td>A</td><td>1</td></tr><tr><th>B</th><td>2</td></tr></table>", "A 1\n\nB 2"),
        ("<p>Fish &amp; chips &#8211; &euro;5&nbsp;only</p>", "Fish & chips – €5 only"),
        ("<p>split <b>w</b>ord</p>", "split word"),
        ("<p>over\n\n  several\r\n lines</p>", "over several lines"),
        ("Plain &quot;text&quot;", 'Plain "text"'),
        ("First <b>part</b>.\n\nSecond <i>part</i>.", "First part.\n\nSecond part."),
        ("<html><head><title>T</title></head><body><h2>Sub</h2>Text</body></html>", "Sub\n\nText"),
        ("<p>kept</p><!-- comment --><?php echo 1 ?><p>kept too</p>", "kept\n\nkept too"),
        ("", ""),
        ("<!-- -->", ""),
        ("<p></p><p> </p>", ""),
        ("<p>1 < 2 & 3 > 2</p>", "1 < 2 & 3 > 2"),
        ("<p>a\x00b</p>", "ab"),
        ("<?xml version='1.0' encoding='latin-1'?><p>é</p>", "é"),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert read_html(markup).text == text


@pytest.mark.parametrize(
    "chrome",
    [
        "<script>var a = '<p>no</p>';</script>",
        "<style>p {color: red}</style>",
        "<iframe src='https://example.com'>no</iframe>",
        "<form><label>no</label><input value='no'><button>no</button></form>",
        "<noscript>no</noscript>",
        "<svg><text>no</text></svg>",
        "<template><p>no</p></template>",
        "<div style='display: none'>no</div>",
        "<div style='DISPLAY:\tNONE'>no</div>",
        "<div style='color: red; Visibility: hidden'>no</div>",
        "<p hidden>no</p>",
        "<nav>no</nav>",
        "<video>no</video>",
    ],
)
def test_what_a_reader_does_not_see_is_dropped_and_what_follows_stays(chrome: str) -> None:
    assert read_html(f"<p>before</p>{chrome}after").text == "before\n\nafter"


def test_pictures_come_back_with_their_captions_and_not_in_the_text() -> None:
    read = read_html(
        "<p>Text</p>"
        '<figure><img src="https://example.com/a.jpg" alt="A boat" width="800" height="600">'
        '<figcaption>A boat in  the bay <span class="credit">Photo: J. Doe</span></figcaption></figure>'
        '<p>More <img src="https://example.com/b.jpg"> text</p>'
        '<img src="data:image/gif;base64,R0" data-src="https://example.com/c.jpg">'
        '<img src="https://example.com/pixel.gif" width="1" height="1"><img alt="nowhere">'
    )
    assert read.text == "Text\n\nMore text"
    assert read.figures == (
        Figure("https://example.com/a.jpg", "A boat", "A boat in the bay", "Photo: J. Doe", "800", "600"),
        Figure("https://example.com/b.jpg", None, None, None, None, None),
        Figure("https://example.com/c.jpg", None, None, None, None, None),
    )


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("inner secret")
    markup = f'<!DOCTYPE x [<!ENTITY file SYSTEM "{secret.as_uri()}">]><p>a &file; b</p>'
    assert "a &file; b" in read_html(markup).text
    assert "inner secret" not in read_html(markup).text


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 200_000 + "inner words" + "</div>" * 200_000,
        "<b>" * 200_000 + "inner words",
        "<table><tr><td>" * 3_000 + "inner words",
        "<p>inner words</p>" + "<p>x</p>" * 400_000,
        "<p>inner words</p>" + "<p>" + "filler " * 800_000,
        "inner words" + "<" * 5_000_000,
        "inner words" + "&amp;" * 1_000_000,
        "inner words" + "<!--" * 1_200_000,
        "inner words" + "<br>" * 1_200_000,
        "inner words<b>" + "\r\n \n" * 1_000_000,
        "inner words" + "<figure>" * 1_900 + "<img src=x>" * 20_000,
        "inner words" + "<p hidden>x</p>y" * 20_000,
        "inner words\x00" * 100_000,
    ],
    ids=range(13),
)
def test_hostile_markup_gives_its_words_in_time(markup: str) -> None:
    read_html("<p>warm</p>")
    assert "inner words" in within(0.75, lambda: read_html(markup)).text  # three times what was measured
    grows_with_the_text(read_html, markup)


@given(st.text(alphabet=st.sampled_from("<>/&;pbdiv= \n\"'!-x\x00"), max_size=200))
def test_no_markup_is_broken_enough_to_raise(markup: str) -> None:
    assert "\x00" not in read_html(markup).text


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One ends.\nTwo ends.", "One ends.\n\nTwo ends."),
        (
            "A line that is wrapped at\nthe width of a terminal and\ngoes on.",
            "A line that is wrapped at the width of a terminal and goes on.",
        ),
        ("Long " * 40 + "\nAnd short", "Long " * 39 + "Long\n\nAnd short"),
        ("One.\r\nTwo.\r\n", "One.\n\nTwo."),
    ],
)
def test_plain_text_is_told_into_paragraphs(text: str, paragraphs: str) -> None:
    assert plain_paragraphs(text) == paragraphs


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("A <em>bold</em> move", "A bold move"),
        ("AT&T buys 1 < 2 > 3", "AT&T buys 1 < 2 > 3"),
        ("Q&A: what <i>now</i>?", "Q&A: what now?"),
        ("<scr<b>ipt>alert(1)</scr</b>ipt>", "alert(1)"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("&amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt;", "bold"),
        ("<" * 20 + "b>" * 20 + "x", "x"),
        ("&" + "amp;" * 20 + "lt;b>x", "&" + "amp;" * 15 + "lt;bx"),
    ],
)
def test_a_line_loses_the_markup_that_was_left_in_it(text: str, line: str) -> None:
    assert plain_line(text) == line


def test_text_without_markup_does_not_load_the_parser() -> None:
    reading = "from shared.formats.html_text import read_html; read_html('a &amp; b')"
    program = f"import sys; {reading}; print('lxml' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


@pytest.mark.parametrize("between", [" ", "/", '=">" '])
def test_a_tag_with_countless_attributes_takes_no_time(between: str) -> None:
    markup = f"<p {between.join(f'a{n}' for n in range(100_000))}>inner words</p>"
    assert "inner words" in within(1, lambda: read_html(markup)).text


def test_captions_of_nested_figures_are_collected_once_each() -> None:
    one = "<figure><img src='https://x.example/1'><figcaption>" + "word " * 100
    figures = read_html(one * 500).figures
    assert len(figures) == 500
    assert sum(len(figure.caption or "") for figure in figures) < 500 * 600


def test_a_picture_within_its_address_is_no_reason_to_lose_the_paragraphs() -> None:
    markup = f"<p>One</p><img src='data:image/png;base64,{'Ab/+' * 100_000}'><p>Two</p>"
    assert read_html(markup).text == "One\n\nTwo"
