"""Who is named as the speaker where two people, a pronoun, a company or another verb could mislead."""

import pytest

from bot.document import Document
from bot.quotations import Quotation
from bot.visits import visit

MET = "Mayor Anna Keller met Minister Boris Ivanov in Corran."


def quotations(text: str) -> tuple[Quotation, ...]:
    return Document.from_text(text).quotations


def speakers(text: str) -> list[str | None]:
    return [quotation.speaker for quotation in quotations(text)]


@pytest.mark.parametrize("source", ["the Belarusian leader", "the President of Belarus"])
def test_two_presidents_of_one_phrase_keep_their_own_countries(source: str):
    text = f"{visit().text}\n“We value it,” Ilham Aliyev said. “We trade,” {source} said."
    assert speakers(text)[-2:] == ["Ilham Aliyev", "Aleksandr Lukashenko"]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("the President", "Anna Keller"),
        ("the head of state", "Anna Keller"),
        ("the Foreign Minister", "Boris Ivanov"),
    ],
)
@pytest.mark.parametrize("verb", ["met", "greets", "and", "thanked Veldania’s"])
def test_an_office_before_a_name_ends_at_somebody_elses_name(verb: str, source: str, speaker: str):
    met = f"President Anna Keller {verb} Foreign Minister Boris Ivanov on Monday. Ivanov came late."
    assert speakers(f"{met}\n“We agree,” {source} said.") == [speaker]


@pytest.mark.parametrize(
    ("office", "source"),
    [
        ("Minister of Culture and Sport", "the culture minister"),
        ("Veldania’s foreign minister", "the Veldanian minister"),
        ("Veldania foreign minister", "the Veldanian foreign minister"),
        ("Minister for Trade of Veldania", "the Veldanian minister"),
    ],
)
def test_names_that_belong_to_an_office_stay_with_it(office: str, source: str):
    text = f"Mayor Cy Marsh met {office} Ada Quill. Mayor Cy Marsh came late.\n“We agree,” {source} said."
    assert speakers(text) == ["Ada Quill"]


@pytest.mark.parametrize(
    "text",
    [
        f"{MET} “We agree,” Keller and Ivanov said.",
        f"{MET} “We agree,” said Keller and Ivanov.",
        f"{MET} Keller and Ivanov said: “We agree.”",
    ],
)
def test_two_speakers_are_named_as_written(text: str):
    assert speakers(text) == ["Keller and Ivanov"]


def test_each_of_two_speakers_is_known_by_surname_later():
    text = "“We agree,” Ada Quill and Bo Lind said.\n“We do,” Quill added.\n“We do,” said Lind."
    assert speakers(text) == ["Ada Quill and Bo Lind", "Ada Quill", "Bo Lind"]


@pytest.mark.parametrize(
    "source", ["Minister of Culture and Sport Ada Quill", "Chairwoman and Chief Executive Ada Quill"]
)
def test_an_office_with_and_is_one_persons(source: str):
    assert speakers(f"“We agree,” said {source}.") == ["Ada Quill"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ann Lee told Bob Ray: “Go away now.” He replied: “I will not go.”", "Bob Ray"),
        ("Ann Lee told Bob Ray: “Go away now.”\nHe replied: “I will not go.”", "Bob Ray"),
        ("Mayor Ann Lee told Minister Bob Ray: “Go away now.” “I will not,” he replied.", "Bob Ray"),
        ("Ann Lee told Bob Ray: “Go away now.”\nShe added: “Take the train.”", "Ann Lee"),
        ("Governor Carlos Santos met Mayor Anna Keller. Santos asked Keller. She said: “No.”", "Anna Keller"),
        ("Governor Carlos Santos spoke. Santos asked Keller. She said: “No.”", "She"),
        ("Chairwoman Ann Lee asked Bob Ray to stay. She said: “It is late.”", "Ann Lee"),
    ],
)
def test_a_pronoun_that_replies_means_who_was_addressed(text: str, speaker: str):
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("In Corran the talks with Mayor Anna Keller were short.", "he"),
        ("In Corran the talks with Mayor Anna Keller and Minister Boris Ivanov were short.", "Boris Ivanov"),
        ("Anna Keller came to Corran. The day was cold.", "he"),
    ],
)
def test_nobody_is_both_she_and_he(text: str, other: str):
    assert speakers(f"{text} “We go,” she said. “We stay,” he said.") == ["Anna Keller", other]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Acme Corp. spokesman John Smith", "John Smith"),
        ("Acme Co. vice president John Smith", "John Smith"),
        ("Acme Inc", "Acme Inc"),
    ],
)
def test_the_dot_of_a_company_does_not_end_the_source(source: str, speaker: str):
    (quotation,) = quotations(f"“We agree on all of this,” said {source}. The president of the firm left.")
    assert (quotation.source and quotation.source.text, quotation.speaker) == (source, speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Anna Keller came. Keller did not say “we will go”.",
        "Mayor Anna Keller came. Keller never said “we will go”.",
        "Mayor Anna Keller came. Keller has not claimed “we will go”.",
        "Mayor Anna Keller came. Keller denied saying “we will go”.",
        "Mayor Anna Keller came. Keller denied ever having said “we will go”.",
        "Mayor Anna Keller came. Keller didn’t say: “We will go.”",
        "Mayor Anna Keller came. Keller did not say that they would go.",
    ],
)
def test_what_somebody_did_not_say_is_no_quotation(text: str):
    assert quotations(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Anna Keller not only said “we will go” but sang.",
        "Anna Keller, who did not say when, said “we will go”.",
        "“We will go,” Anna Keller said, but she did not say when.",
        "Anna Keller did not deny “a will to go”.",
    ],
)
def test_a_negation_beside_what_was_said_leaves_it_said(text: str):
    assert speakers(text) == ["Anna Keller"]


def test_a_reader_does_not_say_what_is_read():
    assert quotations("Mayor Anna Keller came. Keller read “War and Peace”.") == ()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We trade and go on,” the statement read.", "the statement"),
        ("The letter reads: “We trade and go on.”", "The letter"),
        ("Her message, which read “we trade and go on”, was short.", "Her message"),
    ],
)
def test_a_text_says_what_it_reads(text: str, source: str):
    assert speakers(text) == [source]


@pytest.mark.parametrize("source", ["Keller", "officials"])
def test_the_that_of_a_clause_is_no_part_of_the_source(source: str):
    _, mixed = quotations(f"The minister said that {source} had called the plan “a disaster”.")
    assert (mixed.kind, mixed.source and mixed.source.text, mixed.text) == ("mixed", source, "a disaster")


@pytest.mark.parametrize("reply", ["“No,” said Keller.", "“No,” she said."])
def test_a_question_in_its_own_paragraph_before_a_reply_is_nobodys(reply: str):
    question, answer = quotations(f"The mayor, Anna Keller, spoke.\n“Is the deal dead?”\n{reply}")
    assert (question.source, question.speaker, answer.speaker) == (None, None, "Anna Keller")


def test_a_question_that_is_announced_or_goes_on_keeps_its_speaker():
    assert speakers("Mayor Ada Quill asked:\n“Is it fine?”\n“It is,” said Bo Lind.") == ["Ada Quill", "Bo Lind"]
    assert speakers("“It is,” said Ada Quill. “Is it?”\n“It is not,” said Bo Lind.") == ["Ada Quill", "Bo Lind"]
