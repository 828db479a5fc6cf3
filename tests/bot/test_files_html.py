"""HTML pages: the text that a browser shows, in the encoding that the page declares."""

import pytest

from bot.errors import DocumentError
from tests.bot.making_files import content


def text(page):
    return "\n".join(content(".html", page).lines)


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>One <b>bold</b>\n  word.<p>Two.", ["One bold word.", "Two."]),
        ("<div>A<div>B</div>C</div>", ["A", "B", "C"]),
        ("<ul><li>Oil<li>Gas</ul>", ["Oil", "Gas"]),
        ("Tel. 1<br>Tel. 2", ["Tel. 1", "Tel. 2"]),
        ("One\x85two\u2028three.", ["One two three."]),
        ("<pre>\na  b\n\nc</pre>", ["a b", "c"]),
        ("<dl><dt>Oil<dd>5&nbsp;t</dl>", ["Oil", "5\xa0t"]),
        ("AT&amp;T &lt;b&gt; caf&#233; &copy;", ["AT&T <b> café ©"]),
        ("He said <q>yes</q>.", ["He said “yes”."]),
        ("Mini&shy;ster", ["Minister"]),
        ("10<sup>7</sup> t of CO<sub>2</sub><sup><a href=#n1>1</a></sup>", ["10⁷ t of CO₂¹"]),
        ("5<sup>th</sup> of May<sup>[1]</sup>", ["5th of May[1]"]),
        ("<details><summary>More</summary>Hidden by a click only.</details>", ["More", "Hidden by a click only."]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", ["漢字"]),
    ],
)
def test_blocks_are_lines_and_inline_elements_are_not(page, lines):
    assert text(page).split("\n") == lines


def test_table_rows_are_lines_with_tabs():
    page = "<table><caption>Cargo</caption><tr><th>Good<th>Tons</tr><tr><td><p>Oil</p></td><td>5</td><td></td></table>"
    assert text(page) == "Cargo\nGood\tTons\nOil\t5"


def test_table_that_lays_out_a_page_keeps_its_paragraphs():
    page = "<table><tr><td>Menu<td><p>One.<p>Two.<table><tr><td>a<td>b</table></table>"
    assert text(page) == "Menu\nOne.\nTwo.\na\tb"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = 'secret'</script>",
        "<style>p { content: 'secret' }</style>",
        "<noscript>secret</noscript>",
        "<template><p>secret</template>",
        "<nav>secret</nav>",
        "<div role=navigation>secret</div>",
        "<p hidden>secret",
        '<p style="color: red; display:none">secret',
        '<p style="VISIBILITY : HIDDEN">secret',
        "<!-- secret -->",
        "<textarea>secret</textarea>",
        "<button>secret</button>",
        "<select><option>secret</select>",
        "<dialog>secret</dialog>",
        "<svg><title>secret</title></svg>",
        "<iframe srcdoc='secret'>secret</iframe>",
        "<img alt=secret src=file:///etc/passwd>",
        "<head><meta name=a content=secret></head>",
    ],
)
def test_what_is_not_shown_is_not_text(hidden):
    assert text(f"<body>Shown.{hidden}") == "Shown."


@pytest.mark.parametrize(
    "shown", ['<p hidden="until-found">word', "<dialog open>word</dialog>", "<p aria-hidden=true>word"]
)
def test_what_can_be_seen_is_text(shown):
    assert text(shown) == "word"


def test_main_part_is_taken_where_the_page_marks_one():
    page = "<header>Site</header><main hidden>Old</main><main><h1>News</h1><p>Text.</main><footer>Imprint</footer>"
    assert text(page) == "News\nText."


def test_whole_body_is_taken_where_the_main_part_is_empty():
    assert text("<main><script>load()</script></main><p>Text.") == "Text."


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>News &amp;\n more</title>", "News & more"),
        ("<title>Visit opens | The Site</title><body><h1>Visit <i>opens</i></h1>", "Visit opens"),
        ("<title>The Site</title><body><h1>Visit opens</h1>", "The Site"),
        ('<meta property="og:title" content="Visit opens"><title>Visit opens | The Site</title>', "Visit opens"),
        ("<body><h1>Visit opens</h1>", "Visit opens"),
        ("<body><h1>One</h1><h1>Two</h1>", None),
        ("<title>Untitled</title>", None),
        ("<title>draft.docx</title>", None),
        ("<svg><title>Logo</title></svg>", None),
    ],
)
def test_title_is_the_pages_own_without_the_sites_name(head, title):
    assert content(".html", f"{head}<p>Text.").title == title


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2026-11-23T10:00:00+03:00">', "2026-11-23"),
        ('<meta name="DC.Date.Issued" content="2026-11">', "2026-11"),
        ('<meta name="date" content="23 November 2026">', "23 November 2026"),
        ('<meta name="date" content="">', None),
        ("", None),
    ],
)
def test_date_is_the_stated_day_of_publication(head, date):
    assert content(".html", f"{head}<p>Text.").date == date


@pytest.mark.parametrize(
    ("lang", "language"), [("en", "en"), ("pt-BR", "pt-BR"), ("uz_UZ", "uz-UZ"), ("", None), ("<b>", None)]
)
def test_language_is_a_well_formed_tag(lang, language):
    assert content(".html", f'<html lang="{lang}"><p>Text.').language == language


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "<meta charset=koi8-r>"),
        ("utf-16", "<meta charset=utf-8>"),
        ("utf-8", "<meta charset='utf-16'>"),
        ("cp1251", '<meta charset="windows-1251">'),
        ("cp1251", '<META http-equiv=content-type content="text/html; charset=windows-1251">'),
        ("koi8-r", "<!-- <meta charset=utf-8> --><meta charset=koi8-r>"),
        ("cp866", "<?xml version='1.0' encoding='cp866'?>"),
    ],
)
def test_page_is_read_in_the_encoding_that_it_declares(encoding, head):
    assert text(f"{head}<p>Визит начался.".encode(encoding)) == "Визит начался."


def test_latin_1_is_read_as_browsers_read_it():
    assert text(b"<meta charset=iso-8859-1><p>\x93Caf\xe9\x94") == "“Café”"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>Визит".encode("cp1251"), "declares no encoding, so it should be utf-8, but byte 0xc2 at 3"),
        (b"<meta charset=utf-8><p>\xff", "declares utf-8, read as utf-8, but byte 0xff at 23"),
        (b"<meta charset=klingon><p>a", "'klingon', which can't be read; save it as UTF-8"),
        (b"<meta charset=utf-7><p>+ADw-script+AD4-", "'utf-7', which can't be read"),
        (b"<meta charset=rot13><p>a", "'rot13', which can't be read"),
        (b"<script>document.write('text')</script>", "shows no text without running its scripts"),
        (b"<p> \n&nbsp;", "shows no text"),
    ],
)
def test_page_that_cannot_be_read_is_refused_with_the_remedy(page, words):
    with pytest.raises(DocumentError) as caught:
        text(page)
    assert words in str(caught.value)


def test_page_may_nest_deeply():
    assert text("<i>" * 5000 + "Deep." + "<div>" * 3000 + "Deeper.") == "Deep.\nDeeper."


def test_markup_in_text_stays_text():
    page = "<p>&lt;script&gt;alert(1)&lt;/script&gt; **bold** $x$ [a](javascript:b)<p># not a heading"
    assert text(page) == "<script>alert(1)</script> **bold** $x$ [a](javascript:b)\n# not a heading"
