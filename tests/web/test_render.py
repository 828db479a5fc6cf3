"""What the page shows is the document's text, whatever the text holds."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Abstention, Answer, Document
from bot.answer import Passage
from bot.document import Paragraph, Sentence, Span
from bot.explanation import Explanation, Word
from bot.quotations import Quotation
from bot.verification import verify
from bot.web import render
from bot.web.render.card import likelihood
from bot.web.words import words
from tests.web.fakes import DOCUMENT, answer, passage
from tests.web.hostile import PAYLOADS

MARKUP = [
    "<b>",
    "</mark>",
    "</blockquote>",
    "<script>x</script>",
    "&amp;",
    "&",
    "<",
    ">",
    '"',
    "'",
    "**",
    "__",
    "$$",
]
AWKWARD = st.lists(
    st.sampled_from([*MARKUP, "\n", "\r\n", "\r", "\n\n", "\t", "  ", "`", "#", "\u202e", "e\u0301", "\U0001f600"])
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
    min_size=1,
    max_size=12,
).map("".join)
TAGS = {
    *("article", "b", "blockquote", "br", "button", "cite", "data", "del", "details", "div", "h2", "ins", "li"),
    *("mark", "ol", "p", "q", "section", "span", "summary", "ul"),
}
ATTRIBUTES = {"class", "dir", "hidden", "id", "lang", "name", "title", "type", "value"}


def shown(markup: str) -> str:
    """The text that HTML shows: line breaks as newlines, tags dropped, entities decoded."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup.replace("<br>", "\n")))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def quoted(text: str, start: int, end: int, url: str | None = None) -> tuple[Answer, tuple[Document, ...]]:
    """An answer from a document of one sentence, built by hand so that any text can be one."""
    document = Document(text, title="T", url=url)
    sentence = Sentence(text, 0, len(text), 1, 1)
    document.__dict__["paragraphs"] = (Paragraph(text, 0, len(text), 1, (sentence,)),)
    found = Passage(document, sentence, 0.5, 0.5, 0.5)
    return Answer("question", found, start, end, 0.9, others=(found,)), (document,)


def said(speaker: str, text: str = "Prices fall, said Ann.") -> tuple[Answer, tuple[Document, ...]]:
    """An answer in somebody's words, from a document that names them."""
    document = Document(text, title="T")
    (sentence,) = document.sentences
    cue = Span(text, 13, 17)
    quotation = Quotation((Span(text, 0, 11),), Span(text, 18, 21), cue, speaker, "reported")
    return Answer("q", Passage(document, sentence, 0.5, 0.5, 0.5), 0, 11, 0.9, quotation), (document,)


class Parsed(HTMLParser):
    """The tags and attributes that a browser would find."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "a":  # its own tests
            self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(AWKWARD, st.data())
def test_blockquote_shows_exactly_the_sentence_and_mark_exactly_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    markup = render.reply(*quoted(text, start, end))
    blockquote = re.findall(r'<blockquote dir="auto">(.*?)</blockquote>', markup)
    assert len(blockquote) == 1
    before, quote, after = re.fullmatch("(.*)<mark>(.*)</mark>(.*)", blockquote[0]).groups()
    assert shown(before) == lines(text[:start])
    assert shown(quote) == lines(text[start:end])
    assert shown(after) == lines(text[end:])


@given(AWKWARD)
def test_whole_sentence_as_quote_is_marked_from_end_to_end(text: str) -> None:
    markup = render.reply(*quoted(text, 0, len(text)))
    assert f'<blockquote dir="auto"><mark>{render.escaped(text)}</mark></blockquote>' in markup


@given(AWKWARD)
def test_html_stays_on_one_line_so_that_no_markdown_starts(text: str) -> None:
    for markup in everything(text):
        assert not re.search(r"[\r\n]", markup)


@given(AWKWARD)
def test_panel_shows_every_sentence_exactly_under_its_id(text: str) -> None:
    _, documents = quoted(text, 0, len(text))
    sentences = re.findall(r'<span class="sentence" id="p1s1">(.*?)</span></p>', render.panel(documents))
    assert [shown(sentence) for sentence in sentences] == [lines(text)]


@given(AWKWARD)
def test_user_message_is_shown_as_typed(text: str) -> None:
    assert shown(render.user_message(text)) == lines(text)


def everything(text: str) -> list[str]:
    """One text in every place where text of documents and users stands."""
    result, documents = quoted(text, 0, len(text), text)
    speaking, _ = said(text)
    document = Document(text, title=text, url=text, date=text, language=text)
    entitled = Passage(document, Sentence(text, 0, len(text), 1, 1), 0.5, 0.5, 0.5)
    silent = Abstention(text, "not_said", entitled, 0.1, text, (text, text))
    word = Word(text, 0, len(text), 0.5)
    return [
        render.reply(result, documents, rewritten=text, turn=3, feedback=True),
        render.reply(speaking, [speaking.document]),
        render.reply(silent, [document], rewritten=text, turn=3, feedback=True),
        render.panel([document, *documents]),
        render.user_message(text),
        render.notice(text),
        render.suggestions([text]),
        render.explanation(Explanation((word,), 0.5, 0.0)),
        render.verification(verify(text, documents, spoken_by=lambda *_: (text,), speaker="Ann"), documents),
        render.verification(verify(text + " and more words", documents), documents),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_tag_and_no_attribute_anywhere(payload: str) -> None:
    for markup in everything(payload):
        parsed = Parsed(markup)
        assert parsed.tags <= TAGS | {"a"}
        assert parsed.attributes <= ATTRIBUTES


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_as_it_is(payload: str) -> None:
    for markup in everything(payload)[:8]:
        assert payload in "".join(Parsed(markup).texts)


def test_there_are_enough_hostile_texts() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("url", ["https://example.com/a?b=1&c=2", "http://example.com"])
def test_title_links_to_a_web_address(url: str) -> None:
    markup = render.reply(*quoted("A sentence.", 0, 1, url))
    assert f'<a href="{html.escape(url)}" target="_blank" rel="noopener">T</a>' in markup


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//example.com",
        "http://[broken",
        "https://example.com/\nx",
        "",
    ],
)
def test_title_does_not_link_to_anything_else(url: str) -> None:
    markup = render.reply(*quoted("A sentence.", 0, 1, url))
    assert "<cite>T</cite>" in markup


def test_url_cannot_leave_its_attribute() -> None:
    markup = render.reply(*quoted("A sentence.", 0, 1, 'https://example.com/"onmouseover="alert(1)'))
    assert re.findall(r'href="([^"]*)"', markup)[0] == "https://example.com/&quot;onmouseover=&quot;alert(1)"


def test_answer_names_document_place_score_and_that_nobody_is_quoted() -> None:
    text = shown(render.reply(answer(DOCUMENT, 1, "40 tonnes"), [DOCUMENT]))
    assert text == (
        "It sold 40 tonnes of apples.The document’s own narration, nobody’s speech\n"
        "Fair · paragraph 1, sentence 2very likely right · 90 % Copy quote"
    )


def test_answer_names_its_speaker_and_how_that_is_known() -> None:
    text = shown(render.reply(*said("Ann Lee")))
    assert "Ann Lee (“said Ann”, paragraph 1)\nT · paragraph 1, sentence 1" in text


def test_answer_in_russian_translates_the_place_and_leaves_the_words() -> None:
    text = shown(render.reply(*said("Ann Lee"), language="ru"))
    assert "Ann Lee (“said Ann”, абзац 1)\nT · абзац 1, предложение 1" in text


@pytest.mark.parametrize(
    ("score", "percent", "called"),
    [
        (1.0, 99, "very likely right"),
        (0.9, 90, "very likely right"),
        (0.894, 89, "likely right"),
        (0.66, 66, "likely right"),
        (0.5, 50, "may be right or wrong"),
        (0.3, 30, "more likely wrong than right"),
        (0.0, 1, "more likely wrong than right"),
    ],
)
def test_score_is_called_by_its_range_and_never_certain(score: float, percent: int, called: str) -> None:
    assert likelihood(score, words("en")) == (percent, called)


def test_rewritten_question_is_shown() -> None:
    markup = render.reply(answer(DOCUMENT, 1), [DOCUMENT], rewritten="How many <apples>?")
    assert shown(markup).startswith("Understood as: How many <apples>?")


def test_runner_up_is_folded_away_and_only_the_best_one() -> None:
    found = answer(DOCUMENT, 1)
    others = (passage(DOCUMENT, 0), passage(DOCUMENT, 2))
    markup = render.reply(Answer("q", found.passage, found.start, found.end, 0.9, others=others), [DOCUMENT])
    (details,) = re.findall("<details>(.*)</details>", markup)
    assert shown(details).startswith("Next best sentenceThe fair opened on Monday.")
    assert "Rain" not in markup


def buttons(markup: str) -> list[tuple[str, str]]:
    return re.findall(r'<button type="button" name="(\w+)"(?: value="(\d+)")?>', markup)


def test_buttons_that_need_the_server_name_their_turn() -> None:
    result = answer(DOCUMENT, 1)
    assert buttons(render.reply(result, [DOCUMENT])) == [("copy", "")]
    asking = [("copy", ""), ("why", "7"), ("receipt", "7")]
    assert buttons(render.reply(result, [DOCUMENT], turn=7)) == asking
    judging = [("right", "7"), ("wrong", "7"), ("silent", "7")]
    assert buttons(render.reply(result, [DOCUMENT], turn=7, feedback=True)) == asking + judging


def test_abstention_is_judged_right_or_wrong_and_a_faulty_question_not_at_all() -> None:
    silent = Abstention("q", "not_stated", passage(DOCUMENT, 2))
    markup = render.reply(silent, [DOCUMENT], turn=7, feedback=True)
    assert buttons(markup) == [("right", "7"), ("wrong", "7")]
    assert buttons(render.reply(Abstention("", "blank"), [DOCUMENT], turn=7, feedback=True)) == []


def test_abstention_shows_the_nearest_sentence_without_a_quote() -> None:
    markup = render.reply(Abstention("q", "not_stated", passage(DOCUMENT, 2)), [DOCUMENT])
    assert "<mark>" not in markup
    assert "<blockquote" not in markup
    assert shown(markup).startswith("The document doesn't say.Nearest sentence (not an answer):Rain is likely.")


def test_abstention_without_a_nearest_sentence_is_only_its_message() -> None:
    result = Abstention("", "blank")
    assert shown(render.reply(result, [DOCUMENT])) == result.message


def test_abstention_says_who_does_speak_in_both_languages() -> None:
    silent = Abstention("q", "not_said", passage(DOCUMENT, 2), speaker="Ann", speakers=("Bo", "Cy"))
    assert silent.message in shown(render.reply(silent, [DOCUMENT]))
    text = shown(render.reply(silent, [DOCUMENT], language="ru"))
    assert "от лица, названного так: Ann. Об этом в нём говорят: Bo и Cy." in text


def test_places_of_several_documents_differ_and_stay_when_one_is_added() -> None:
    other = Document("Rain\nRain fell on Monday.", title="Rain")
    documents = (DOCUMENT, other)
    markup = render.reply(answer(other, 0), documents)
    assert re.findall(r'class="place" href="#(\w+)"', markup) == ["d2p1s1"]
    alone, both = (re.findall(r'id="(\w+)"', render.panel(shown)) for shown in (documents[:1], documents))
    assert alone == ["p1s1", "p1s2", "p2s1"]
    assert both == [*alone, "d2p1s1"]


def test_panel_shades_what_was_asked_and_hides_what_is_not() -> None:
    other = Document("Rain\nRain fell on Monday.", title="Rain", language="en")
    markup = render.panel([DOCUMENT, other], asked={"p1s2"}, hidden={1}, extracted={0})
    assert re.findall(r'class="sentence asked" id="(\w+)"', markup) == ["p1s2"]
    first, second = markup.split("</article>")[:2]
    assert "hidden" not in first
    assert second.startswith('<article lang="en" hidden>')
    assert [words("en").extracted in article for article in (first, second)] == [True, False]


def test_explanation_holds_every_word_with_its_share_and_their_sum() -> None:
    parts = (Word("oil", 0, 3, 0.4123456789), Word("<b>", 4, 7, -0.0123456789), Word("!", 7, 8, 0.1))
    markup = render.explanation(Explanation(parts, 0.5, 0.012))
    values = [float(value) for value in re.findall('<data value="([^"]+)">', markup)]
    assert sum(values[:3]) == pytest.approx(values[3], abs=1e-6)
    assert [shown(part) for part in re.findall('<span class="part [^"]*">(.*?)</span>', markup)] == [
        "oil +0.412",
        "<b> −0.012",
        "! +0.100",
    ]
    assert re.findall('"part (\\w+)"', markup) == ["adds4", "against", "adds1"]


def checked(text: str, speaker: str | None = None, language: str = "en") -> str:
    return render.verification(verify(text, [DOCUMENT], speaker=speaker), [DOCUMENT], language=language)


def test_exact_quote_is_shown_with_its_place() -> None:
    markup = checked("sold 40 tonnes of apples")
    assert shown(markup) == (
        "Exact: the document has these very wordsWhere it stands"
        "sold 40 tonnes of apples" + "Fair · paragraph 1, sentence 2"
    )
    assert re.findall('href="#(\\w+)"', markup) == ["p1s2"]


def test_altered_quote_stands_beside_the_true_words_with_the_difference_marked() -> None:
    markup = checked("It sold 90 tonnes of fresh apples.")
    assert "changes: 2" in shown(markup)
    silent = re.sub('<span class="unseen">.*?</span>', "", markup)
    assert re.findall("<del>(.*?)</del>", silent) == ["90", "fresh"]
    assert re.findall("<ins>(.*?)</ins>", silent) == ["40"]
    pasted, true = (shown(side) for side in re.findall('<p class="words"[^>]*>(.*?)</p>', silent))
    assert (pasted, true) == ("It sold 90 tonnes of fresh apples.", "It sold 40 tonnes of apples")


def test_difference_is_read_out_and_not_only_seen() -> None:
    markup = checked("It sold 90 tonnes of apples.")
    assert '<del><span class="unseen">not in the document: </span>90</del>' in markup
    assert '<ins><span class="unseen">in the document: </span>40</ins>' in markup


@pytest.mark.parametrize(("text", "verdict"), [("Something else entirely was said.", "absent"), ("  ", "unusable")])
def test_quote_without_a_place_gets_its_verdict_alone(text: str, verdict: str) -> None:
    markup = checked(text, language="ru")
    assert shown(markup).startswith(words("ru").verdicts[verdict])
    assert "place" not in re.sub('class="verification', "", markup)
