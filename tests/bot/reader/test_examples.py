"""Training examples: where they answer, and what doesn't."""

import gzip
import json
import random

import pytest

from bot.errors import QuestionFileError
from bot.reader import swaps
from bot.reader.examples import of_articles, of_press
from bot.reader.swaps import swapped

PARAGRAPHS = [
    "The bridge of Osk was opened in 1911. It is 410 metres long.",
    "The harbour of Osk was dredged in 1934 by Ilse Marrow.",
]
RELEASE = {
    "title": "Ferry line opens",
    "text": "The ferry line opened on 4 May.\nA ticket costs nine crowns.\nThe crew has twelve members.",
    "questions": [{"q": "price of a trip?", "answer": "nine crowns", "sentences": ["A ticket costs nine crowns."]}],
    "unanswerable": [{"q": "How long is the ferry?", "kind": "not_stated"}],
}


def flat(readings):
    return [example for reading in readings for example in reading]


def articles(tmp_path, qas):
    path = tmp_path / "articles.json.gz"
    record = {"title": "Osk", "paragraphs": [{"context": c, "qas": q} for c, q in zip(PARAGRAPHS, qas, strict=True)]}
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump([record], file)
    return path


def test_answers_are_marked_where_they_stand_as_whole_words(tmp_path):
    qas = [[{"question": "How long is it?", "answers": ["410 metres"]}, {"question": "Is it?", "answers": ["is"]}], []]
    examples = [e for e in flat(of_articles(articles(tmp_path, qas), random.Random(0))) if e.spans]
    assert [[e.text[a:b] for a, b in e.spans] for e in examples] == [["410 metres"], ["is"]]
    ((start, _),) = examples[1].spans
    assert examples[1].text[start - 1] == " "


def test_question_without_answers_is_an_example_of_silence(tmp_path):
    qas = [[{"question": "Who built the bridge?", "answers": []}], []]
    ((example,),) = of_articles(articles(tmp_path, qas), random.Random(0))
    assert (example.question, example.spans) == ("Who built the bridge?", ())


def test_release_gives_its_answer_and_windows_that_do_not_answer(tmp_path):
    path = tmp_path / "press.jsonl"
    path.write_text("\n" + json.dumps(RELEASE) + "\n", encoding="utf-8")  # the first line is kept out
    examples = flat(of_press(path, random.Random(0)))
    answered = [e for e in examples if e.spans]
    assert {e.question for e in answered} == {"price of a trip?"}
    assert all(e.text[slice(*e.spans[0])] == "nine crowns" for e in answered)
    assert all("nine crowns" not in e.text for e in examples if e.question == "price of a trip?" and not e.spans)
    assert [e for e in examples if e.question == "How long is the ferry?"]


def test_first_and_fourth_releases_are_kept_out(tmp_path):
    path = tmp_path / "press.jsonl"
    path.write_text("\n".join(json.dumps({**RELEASE, "unanswerable": []}) for _ in range(6)), encoding="utf-8")
    whole = of_press(path, random.Random(0))
    path.write_text("\n" + json.dumps({**RELEASE, "unanswerable": []}), encoding="utf-8")
    assert len(whole) == 4 * len(of_press(path, random.Random(0)))


def test_broken_files_are_named(tmp_path):
    path = tmp_path / "press.jsonl"
    path.write_text('\n{"title": "x"}', encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"press\.jsonl, line 2"):
        of_press(path, random.Random(0))
    path = tmp_path / "articles.json.gz"
    path.write_bytes(gzip.compress(b'[{"paragraphs": 3}]'))
    with pytest.raises(QuestionFileError, match=r"articles\.json\.gz"):
        of_articles(path, random.Random(0))


@pytest.mark.parametrize(
    ("question", "other", "changed"),
    [
        ("Who led the crew in 1911?", "It was dredged in 1934.", {"Who led the crew in 1934?"}),
        ("What say has the mayor of Osk?", "It lies near Velsk and so on.", {"What say has the mayor of Velsk?"}),
        ("who opened it?", "no name here", {"who closed it?"}),
        ("Why did Ann Osk call Ben Velsk?", "no name here", {"Why did Ben Velsk call Ann Osk?"}),
        ("which crew led it?", "It was dredged in 1934.", {None}),
    ],
)
def test_swap_makes_one_change(question, other, changed, monkeypatch):
    monkeypatch.setattr(swaps, "NEGATED", 0)
    assert {swapped(question, other, random.Random(seed)) for seed in range(20)} == changed


def test_some_swaps_put_in_a_not():
    made = {swapped("Who was the mayor?", "no name here", random.Random(seed)) for seed in range(40)}
    assert made == {"Who wasn't the mayor?", None}
