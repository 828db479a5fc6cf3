"""Whether two names mean one person."""

import pytest

from bot.verification.names import is_described, is_introduced, is_slip, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lukashenko", "Aleksandr Lukashenko"),
        ("LUKASHENKO", "Aleksandr Lukashenko"),
        ("President Lukashenko", "Aleksandr Lukashenko"),
        ("Belarus President Aleksandr Lukashenko", "Lukashenko"),
        ("Aleksandr Lukashenko, President of Belarus", "A. Lukashenko"),
        ("Alexander Lukashenko", "Aleksandr Lukashenko"),
        ("Mr. Solhaug", "Marit Solhaug"),
        ("José Núñez", "Jose Nunez"),
        ("Jose\u0301 Nu\u0301n\u0303ez", "José Núñez"),
        ("Dr Anna Maria Weiß", "Anna Weiss"),
        ("John F. Kennedy", "John Kennedy"),
        ("Xi", "Xi Jinping"),
        ("the Archive", "National Archive"),
        ("Culture Minister of Ondrava Marit Solhaug", "Solhaug"),
        ("the Ministry of Health", "Ministry of Health"),
        ("the President", "President"),
        ("the president of the bank", "President of the Bank"),
        ("Лукашенко", "Александр Лукашенко"),
    ],
)
def test_forms_of_one_name_agree(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aliyev", "Aleksandr Lukashenko"),
        ("Heydar Aliyev", "Ilham Aliyev"),
        ("Aleksandra Petrova", "Aleksandr Petrov"),
        ("Aleksandra Lukashenko", "Aleksandr Lukashenko"),
        ("Kim Jong-il", "Kim Jong-un"),
        ("B. Lukashenko", "Aleksandr Lukashenko"),
        ("the President", "Aleksandr Lukashenko"),
        ("President of Azerbaijan", "President of Belarus"),
        ("the president of the bank", "the director of the bank"),
        ("Ministry of Health", "Ministry of Defence"),
        ("Director of the Archive Ilyas Tengrin", "the Archive"),
        ("Lukas", "Lukashenko"),
        ("", "Lukashenko"),
        ("", ""),
        ("?!", "..."),
        ("President", "Minister"),
    ],
)
def test_other_names_do_not(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Lukashenka", "Aleksandr Lukashenko"),
        ("Aliaksandr Lukashenka", "Aleksandr Lukashenko"),
        ("President Lukashenka", "Aleksandr Lukashenko"),
        ("kellar", "Rita Keller"),
    ],
)
def test_slips_of_the_pen_agree(typed, name):
    assert is_slip(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Heydar Aliyev", "Ilham Aliyev"),
        ("Aleksandra Petrova", "Aleksandr Petrov"),
        ("Petrova", "Ivan Petrov"),
        ("Lukas", "Aleksandr Lukashenko"),
        ("President", "Resident"),
        ("", "Keller"),
    ],
)
def test_other_people_are_no_slips(typed, name):
    assert not is_slip(typed, name)


TALKS = "The talks between Tarn President Ada Quill and the President of Veldania, Ivo Brand, took place in Oro."


@pytest.mark.parametrize("office", ["President of Tarn", "Tarn President", "the President of Tarn", "Tarn’s president"])
def test_office_beside_a_name_is_its_holders(office):
    assert is_introduced(office, ["the President"], "Ada Quill", TALKS)
    assert not is_introduced(office, ["the President"], "Ivo Brand", TALKS)


def test_place_is_no_office():
    assert not is_introduced("Tarn", ["the President"], "Ada Quill", TALKS)


def test_lesser_offices_are_not_the_office():
    assert not is_introduced("Prime Minister", [], "Ada Quill", "Deputy Prime Minister Ada Quill")
    assert not is_described("the Prime Minister", "Deputy Prime Minister Ada Quill")
    assert is_described("the deputy prime minister", "Deputy Prime Minister Ada Quill")
