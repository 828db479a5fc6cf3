"""PDF files: paragraphs out of lines, and the files that hold no text or do harm."""

import pytest

from bot.errors import DocumentError
from tests.bot.making_files import content, pdf, raw_pdf, save, text_page

OPENING = [
    "The minister opened the new plant on Monday in the presence of the press",
    "and of four hundred workers, who had built it in less than two years and",
    "who will run it.",
]
CLOSING = [
    "Nobody was hurt during the works. The plant makes paper out of straw, of",
    "which the region has more than enough, and sells it to the neighbours.",
]
PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    b"/Length 1>>stream\n\xff\nendstream"
)


def lines(data, **limits):
    return content(".pdf", data, **limits).lines


def refusal(data, **limits):
    with pytest.raises(DocumentError) as caught:
        lines(data, **limits)
    return str(caught.value)


def test_lines_are_joined_and_short_ones_end_a_paragraph():
    data = pdf([(72, 760, 20, "New plant opens"), *text_page(OPENING + CLOSING)])
    assert lines(data) == ["New plant opens", " ".join(OPENING), " ".join(CLOSING)]


def test_gap_and_indentation_end_a_paragraph():
    full = OPENING[:2]
    apart = [*text_page(full), *text_page(CLOSING, top=680)]
    indented = [*text_page(full), (90, 692, 12, CLOSING[0]), (72, 678, 12, CLOSING[1])]
    for page in (apart, indented):
        assert lines(pdf(page)) == [" ".join(full), " ".join(CLOSING)]


def test_list_items_are_lines_and_their_continuations_are_joined():
    first = "• " + OPENING[0]
    page = [(72, 720, 12, first), (82, 706, 12, "and of the workers."), (72, 692, 12, "• " + CLOSING[0])]
    assert lines(pdf(page)) == [first + " and of the workers.", "• " + CLOSING[0]]


@pytest.mark.parametrize(
    ("before", "after", "others", "whole"),
    [
        ("per-", "manently closed for all visitors.", "", "permanently closed for all visitors."),
        (
            "well-",
            "known far beyond the region itself.",
            "It is well-known.",
            "well-known far beyond the region itself.",
        ),
        ("Anglo-", "American companies and their owners.", "", "Anglo-American companies and their owners."),
    ],
)
def test_hyphen_at_a_lines_end_goes_unless_it_is_the_words_own(before, after, others, whole):
    start = "The old plant, which stood on the other bank of the river, has been "
    data = pdf([*text_page([start + before, after]), (72, 600, 12, others or "It was old.")])
    assert lines(data)[0] == start + whole


def test_running_heads_and_page_numbers_are_dropped_and_paragraphs_go_on_across_pages():
    cut = [OPENING[:1], OPENING[1:], CLOSING]
    pages = [
        [(72, 770, 9, "Ministry of Works - Press release"), *text_page(part), (290, 30, 9, f"Page {number} of 3")]
        for number, part in enumerate(cut, 1)
    ]
    assert lines(pdf(*pages)) == [" ".join(OPENING), " ".join(CLOSING)]


def test_page_numbers_are_dropped_from_two_pages_but_repeated_words_stay():
    pages = [[(72, 770, 9, "Draft"), *text_page(part), (290, 30, 9, f"- {number} -")]
             for number, part in ((7, OPENING), (8, CLOSING))]  # fmt: skip
    assert lines(pdf(*pages)) == ["Draft", " ".join(OPENING), "Draft", " ".join(CLOSING)]


def test_numbers_that_count_no_pages_stay():
    pages = [[*text_page(OPENING), (72, 30, 9, f"Tons delivered: {tons}")] for tons in (7, 900)]
    found = lines(pdf(*pages))
    assert "Tons delivered: 7" in found
    assert "Tons delivered: 900" in found


def test_table_rows_are_lines_with_tabs():
    rows = [("Oil", "2,000", "Tatarstan"), ("Straw and hay", "35", "Kaluga"), ("Gas", "7", "Perm")]
    page = [
        (x, 700 - 14 * n, 12, cell) for n, row in enumerate(rows) for x, cell in zip((72, 220, 330), row, strict=True)
    ]
    assert lines(pdf(page)) == ["\t".join(row) for row in rows]


def test_columns_are_read_one_after_the_other():
    left = ["The plant makes paper out of straw,", "of which there is more than enough.", "It is sold abroad."]
    right = ["Nobody was hurt during the works,", "as the head of the union told us", "on Monday evening."]
    data = pdf([*text_page(left), *text_page(right, x=320)])
    assert lines(data) == [" ".join(left), " ".join(right)]


def test_raised_and_lowered_figures_are_told_from_the_number_before():
    raised = [(72, 700, 12, "It weighs 10"), (136.1, 705, 7, "7"), (140.1, 700, 12, " tons in all.")]
    lowered = [(72, 600, 12, "The CO"), (114.1, 597, 7, "2"), (118.1, 600, 12, " is caught.")]
    assert lines(pdf(raised + lowered)) == ["It weighs 10⁷ tons in all.", "The CO₂ is caught."]


def test_what_lies_outside_the_visible_page_is_not_text():
    page = [*text_page(["Seen by all."]), (72, 20, 12, "Printer's mark")]
    assert lines(pdf(page, page="/CropBox[50 50 600 780]")) == ["Seen by all."]


def test_turned_pages_are_read_as_they_are_shown():
    content = b"BT /F 12 Tf 0 1 -1 0 100 100 Tm (First line of the page which goes on and) Tj "
    content += b"0 1 -1 0 114 100 Tm (on until the end.) Tj ET"
    data = raw_pdf([content], page="/Rotate 90")
    assert lines(data) == ["First line of the page which goes on and on until the end."]


def test_metadata_is_read():
    info = "/Title(Visit opens)/CreationDate(D:20261123101500+03'00')"
    found = content(".pdf", pdf(text_page(OPENING), info=info, catalog="/Lang(en-GB)"))
    assert (found.title, found.date, found.language) == ("Visit opens", "2026-11-23", "en-GB")


@pytest.mark.parametrize("title", ["Microsoft Word - release_final.doc", "untitled", "release.indd", ""])
def test_title_and_date_that_nobody_gave_are_none(title):
    found = content(".pdf", pdf(text_page(OPENING), info=f"/Title({title})/CreationDate(yesterday)"))
    assert (found.title, found.date, found.language) == (None, None, None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "not a PDF but a PNG image; save it as .pdf"),
        (b"PK\x03\x04" + bytes(60), "not a PDF but a zip archive"),
        (b"<html><p>Not found", "not a PDF but an HTML page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "but an old Word or Office file"),
        (b"Just words.", "but other text or data"),
        (b"%PDF-1.7\n%%EOF", "damaged or cut short"),
        (pdf(text_page(OPENING))[:300], "damaged or cut short"),
        (raw_pdf([b"q 500 0 0 500 0 0 cm /X Do Q"], more=PICTURE), "pictures without text, as a scanner makes them"),
        (raw_pdf([b"0 0 m 100 100 l S"]), "its pages have no text"),
        (pdf(text_page([" "])), "its pages have no text"),
        (
            pdf(text_page(OPENING), trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
                f"/O<{'ab' * 32}>/U<{'cd' * 32}>>>"),
            "locked by a password; save a copy without one",
        ),
        (
            pdf(text_page(OPENING), trailer="/ID[<00><00>]/Encrypt<</Filter/Owner.Own/V 1>>"),
            "locked in a way that can't be opened",
        ),
    ],
)  # fmt: skip
def test_file_that_is_no_readable_pdf_is_named(data, words):
    assert words in refusal(data)


def test_fonts_that_tell_no_letters_are_named():
    shapes = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    )
    shapes += b"/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type"
    shapes += b"/FontDescriptor/FontName/A/Flags 4>>>>]>>"
    content = b"BT /F 12 Tf 72 700 Td <" + b"".join(b"%04x" % code for code in range(3, 90)) + b"> Tj ET"
    data = raw_pdf([content], page="/Resources<</Font<</F 5 0 R>>>>", more=shapes).replace(b"/F 4 0 R", b"/F 5 0 R")
    assert "fonts don't tell which letters they show (87 of 87)" in refusal(data)


def test_too_many_pages_and_too_much_text_are_refused():
    data = pdf(*[text_page(OPENING)] * 5)
    assert "has 5 pages, the limit is 4" in refusal(data, pages=4)
    assert "more than 500 code points" in refusal(data, text_length=500)


def test_pages_that_lead_in_circles_are_refused():
    data = pdf(text_page(OPENING)).replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]")
    assert refusal(data)


def test_scripts_files_and_links_inside_a_pdf_stay_unused(tmp_path):
    outside = save(tmp_path, "outside.txt", "secret")
    opening = f"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F({outside})>>>>"
    assert lines(pdf(text_page(["Harmless words."]), catalog=opening)) == ["Harmless words."]
