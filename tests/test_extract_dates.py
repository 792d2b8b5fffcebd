"""Dates as people write them, to EDTF. The tables are the specification."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.edtf import is_edtf
from kg.extract import date_words
from kg.extract.date_points import FORMS
from kg.extract.date_tokens import ALPHABET, FIRST_YEAR, LAST_YEAR, MASKS, letters
from kg.extract.dates import DateMention, as_edtf, find_dates


def only(text: str) -> DateMention:
    (mention,) = find_dates(text)
    return mention


def written(text: str) -> list[str]:
    """The words of each mention."""
    return [text[mention.start : mention.end] for mention in find_dates(text)]


SINGLE = [
    # years
    ("2019", "2019"),
    ("1867", "1867"),
    ("(2021)", "2021"),
    ("２０１９", "2019"),
    ("2024年", "2024"),
    ("ICML 2024", "2024"),
    ("ICML2024", "2024"),
    ("ICML-2024", "2024"),
    ("ICML'24", "2024"),
    ("NeurIPS’23", "2023"),
    ("COCO 2017 dataset", "2017"),
    ("*2019*", "2019"),
    ("Class of 2020", "2020"),
    ("early 2020", "2020"),
    ("mid-2019", "2019"),
    ("end of 2021", "2021"),
    ("by 2025", "2025"),
    ("from 2019", "2019"),
    ("c. 2015", "2015~"),
    ("circa 2015", "2015~"),
    ("~2015", "2015~"),
    ("(2015?)", "2015?"),
    ("1990s", "199X"),
    ("the late '90s", "199X"),
    ("Sem 1 2020", "2020"),
    ("Semester 2, 2020", "2020"),
    ("Semester 1/2020", "2020"),
    ("2024.13", "2024"),
    # months
    ("Sept 2022", "2022-09"),
    ("Sept. 2022", "2022-09"),
    ("September, 2022", "2022-09"),
    ("may 2020", "2020-05"),
    ("May '20", "2020-05"),
    ("May-2021", "2021-05"),
    ("May/2021", "2021-05"),
    ("Sep2018", "2018-09"),
    ("2024 May", "2024-05"),
    ("2024-May", "2024-05"),
    ("2024-05", "2024-05"),
    ("[2024.05]", "2024-05"),
    ("2024/05", "2024-05"),
    ("2019.9", "2019-09"),
    ("05/2024", "2024-05"),
    ("5.2024", "2024-05"),
    ("05-2024", "2024-05"),
    ("2024年6月", "2024-06"),
    ("２０２４年６月", "2024-06"),
    ("2024 年 6 月", "2024-06"),
    ("septiembre de 2019", "2019-09"),
    ("février 2021", "2021-02"),
    ("août 2021", "2021-08"),
    ("März 2020", "2020-03"),
    ("Okt. 2020", "2020-10"),
    ("março de 2019", "2019-03"),
    ("set/2019", "2019-09"),
    ("out de 2019", "2019-10"),
    ("gennaio 2020", "2020-01"),
    # seasons and terms
    ("Spring 2021", "2021-21"),
    ("Summer of 2021", "2021-22"),
    ("the fall of 2019", "2019-23"),
    ("Autumn 2019", "2019-23"),
    ("Fall'19", "2019-23"),
    ("Fall '19", "2019-23"),
    ("Fall19", "2019-23"),
    ("Fall 19, joint course", "2019-23"),
    ("2021 Spring", "2021-21"),
    ("Spring Semester 2021", "2021-21"),
    ("Fall quarter, 2020", "2020-23"),
    ("Winter 2019", "2019-24"),
    ("Winter 2019/20", "2019-24"),
    ("WS 2020/21", "2020-24"),
    ("WS20/21", "2020-24"),
    ("Wintersemester 2020/2021", "2020-24"),
    ("SS 2021", "2021-22"),
    ("SoSe 2021", "2021-22"),
    ("Michaelmas 2019", "2019-23"),
    ("otoño de 2020", "2020-23"),
    ("printemps 2021", "2021-21"),
    ("Herbst 2020", "2020-23"),
    ("2022春", "2022-21"),
    ("2022年秋季学期", "2022-23"),
    # days
    ("2024/11/16", "2024-11-16"),
    ("2024-05-01", "2024-05-01"),
    ("2024-05-01T10:00:00Z", "2024-05-01"),
    ("2024-05-01 10:00", "2024-05-01"),
    ("2021.05.12", "2021-05-12"),
    ("2024. 5. 1", "2024-05-01"),
    ("2024年6月1日", "2024-06-01"),
    ("16 November 2024", "2024-11-16"),
    ("16th of November, 2024", "2024-11-16"),
    ("Nov 16 2024", "2024-11-16"),
    ("Aug. 3rd, 2021", "2021-08-03"),
    ("May, 3rd, 2021", "2021-05-03"),
    ("Mon, 3 May 2021", "2021-05-03"),
    ("16-May-2024", "2024-05-16"),
    ("3 de mayo de 2021", "2021-05-03"),
    ("1er janvier 2020", "2020-01-01"),
    ("3. Mai 2021", "2021-05-03"),
    ("12.05.2021", "2021-05-12"),
    ("13/02/2021", "2021-02-13"),
    ("02/13/2021", "2021-02-13"),
    ("05/05/2021", "2021-05-05"),
    # no calendar has that day
    ("31.06.2011", "2011-06"),
    ("Feb 30, 2021", "2021-02"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in SINGLE])
def test_one_date_keeps_its_precision(text, expected):
    mention = only(text)
    assert (mention.first, mention.last, mention.single) == (expected, "", True)
    assert not (mention.ongoing or mention.expected or mention.several)


RANGES = [
    ("2006 - 2009", "2006", "2009"),
    ("2021-2023", "2021", "2023"),
    ("2018 -2020", "2018", "2020"),
    ("2018---2020", "2018", "2020"),
    ("2018 → 2020", "2018", "2020"),
    ("２０１９－２０２１", "2019", "2021"),
    ("2021 ～ 2023", "2021", "2023"),
    ("from 2015 to 2019", "2015", "2019"),
    ("between 2015 and 2019", "2015", "2019"),
    ("2018 until 2020", "2018", "2020"),
    ("de 2015 à 2019", "2015", "2019"),
    ("2018年至2020年", "2018", "2020"),
    ("2012-14", "2012", "2014"),
    ("2012 – 14", "2012", "2014"),
    ("2009–11", "2009", "2011"),
    ("1999-02", "1999-02", ""),  # a hyphen and a possible month: ISO's meaning
    ("'15-'19", "2015", "2019"),
    ("'15–19", "2015", "2019"),
    ("1885–1890", "1885", "1890"),
    ("late 2019 to early 2021", "2019", "2021"),
    ("Sep. 2018 - Jun. 2022", "2018-09", "2022-06"),
    ("Sept.2018-Jun.2022", "2018-09", "2022-06"),
    ("June, 2018 - Sept., 2019", "2018-06", "2019-09"),
    ("Aug' 19 - May' 20", "2019-08", "2020-05"),
    ("09/2018–06/2022", "2018-09", "2022-06"),
    ("2018.09 ~ 2022.06", "2018-09", "2022-06"),
    ("2019.9-2023.6", "2019-09", "2023-06"),
    ("2018.9——2022.6", "2018-09", "2022-06"),
    ("2018-09 - 2022-06", "2018-09", "2022-06"),
    ("2010/11 - 2011/03", "2010-11", "2011-03"),
    ("2016年9月-2020年6月", "2016-09", "2020-06"),
    ("2016年9月至2020年6月", "2016-09", "2020-06"),
    ("1996-Dec 2000", "1996", "2000-12"),
    ("2020 – May 2021", "2020", "2021-05"),
    ("Oktober 2018 bis März 2020", "2018-10", "2020-03"),
    ("desde marzo de 2015 hasta junio de 2019", "2015-03", "2019-06"),
    ("set/2019 a dez/2021", "2019-09", "2021-12"),
    ("Spring 2020 - Fall 2021", "2020-21", "2021-23"),
    ("2020 Spring - 2021 Fall", "2020-21", "2021-23"),
    ("until the fall of 2022", "", "2022-23"),
    ("until 2023", "", "2023"),
    ("through 2022", "", "2022"),
    # the year stands once
    ("Jan–Mar 2020", "2020-01", "2020-03"),
    ("Sep-Dec, 2021", "2021-09", "2021-12"),
    ("between May and August 2021", "2021-05", "2021-08"),
    ("from May to August 2021", "2021-05", "2021-08"),
    ("May through August 2021", "2021-05", "2021-08"),
    ("2021 Jan - Mar", "2021-01", "2021-03"),
    ("2018.09-12", "2018-09", "2018-12"),
    ("03-06/2021", "2021-03", "2021-06"),
    ("2024年3月-6月", "2024-03", "2024-06"),
    ("Nov – Feb 2021", "2020-11", "2021-02"),
    ("2020 Nov - Feb", "2020-11", "2021-02"),
    ("November 16th-18th, 2024", "2024-11-16", "2024-11-18"),
    ("16–18 November 2024", "2024-11-16", "2024-11-18"),
    ("May 30 - June 2, 2021", "2021-05-30", "2021-06-02"),
    ("30 May - 2 June 2021", "2021-05-30", "2021-06-02"),
    ("29 Feb - 2 Mar 2021", "2021-02", "2021-03-02"),
    ("Jul7-8, 2023", "2023-07-07", "2023-07-08"),
    # quarters and halves are ranges of months
    ("Q1 2022", "2022-01", "2022-03"),
    ("2022 Q4", "2022-10", "2022-12"),
    ("Q1 - Q3 2022", "2022-01", "2022-09"),
    ("H1 2021", "2021-01", "2021-06"),
    # the order of day and month
    ("05/12/2021 - 05/20/2021", "2021-05-12", "2021-05-20"),
    ("05/12/2021 - 20/12/2021", "2021-12-05", "2021-12-20"),
    ("05/12/2021 - 06/11/2022", "2021", "2022"),
    # newest first
    ("2024 - 2020", "2020", "2024"),
    ("May 2021 - Jan 2020", "2020-01", "2021-05"),
]


@pytest.mark.parametrize(("text", "first", "last"), [pytest.param(*case, id=case[0]) for case in RANGES])
def test_a_range_has_both_ends(text, first, last):
    mention = only(text)
    assert (mention.first, mention.last) == (first, last)
    assert not (mention.ongoing or mention.expected or mention.several)


def test_a_range_that_ends_where_it_starts_is_one_date():
    assert only("May 2021 - May 2021") == DateMention(0, 19, "2021-05", single=True)


def test_an_ambiguous_order_of_day_and_month_leaves_the_year():
    assert only("05/12/2021").first == "2021"


def test_another_date_of_the_line_shows_the_order_of_day_and_month():
    assert [m.first for m in find_dates("25/12/2020: begun. 05/06/2021: ended")] == ["2020-12-25", "2021-06-05"]


ONGOING = [
    ("May 2024 - Now", "2024-05"),
    ("2023.09–present", "2023-09"),
    ("2024年6月 - 至今", "2024-06"),
    ("2016年9月至今", "2016-09"),
    ("2016年9月 — 现在", "2016-09"),
    ("2018年起", "2018"),
    ("2018 夏 至今", "2018-22"),
    ("自2018年", "2018"),
    ("since 2020", "2020"),
    ("Since September 2021,", "2021-09"),
    ("since the fall of 2019", "2019-23"),
    ("since 2020 until now", "2020"),
    ("seit Oktober 2019", "2019-10"),
    ("depuis 2019", "2019"),
    ("desde 2019", "2019"),
    ("2019 onwards", "2019"),
    ("2019 - current", "2019"),
    ("2019, present", "2019"),
    ("2019 to date", "2019"),
    ("2019 up to now", "2019"),
    ("2019 to the present", "2019"),
    ("2019 till today", "2019"),
    ("2019 bis heute", "2019"),
    ("2019 - actualidad", "2019"),
    ("septiembre de 2019 hasta la actualidad", "2019-09"),
    ("2019 à ce jour", "2019"),
    ("2019 – aujourd'hui", "2019"),
    ("2019 – aujourd’hui", "2019"),
    ("janvier 2019 - présent", "2019-01"),
    ("março de 2019 – atual", "2019-03"),
    ("gennaio 2020 - oggi", "2020-01"),
    ("Present - Sept 2022", "2022-09"),
    ("2017–", "2017"),
    ("2017 -", "2017"),
    ("(2017 – )", "2017"),
    ("2017–, in Kiel", "2017"),
    ("2020/09-", "2020-09"),
    ("2020 →", "2020"),
    ("01/2020 - Present", "2020-01"),
]


@pytest.mark.parametrize(("text", "first"), [pytest.param(*case, id=case[0]) for case in ONGOING])
def test_what_still_runs_has_no_end(text, first):
    mention = only(text)
    assert (mention.first, mention.last, mention.ongoing, mention.single) == (first, "", True, False)


def test_a_range_marked_as_now_keeps_its_end():
    mention = only("2021.09 - 2024.06 (now)")
    assert (mention.first, mention.last, mention.ongoing) == ("2021-09", "2024-06", True)


@pytest.mark.parametrize("text", ["2017 - Kiel", "2017 – a good year", "2017. Now in Kiel", "in 2020 - 15 papers"])
def test_a_dash_or_now_before_other_words_leaves_a_single_date(text):
    assert only(text).single


EXPECTED = [
    ("expected 2027", "2027", ""),
    ("(expected May 2026)", "2026-05", ""),
    ("(anticipated May 2026)", "2026-05", ""),
    ("expected in Spring 2026", "2026-21", ""),
    ("Expected: 2026", "2026", ""),
    ("Expected Graduation Date: May 2026", "2026-05", ""),
    ("expected to graduate in 2026", "2026", ""),
    ("will graduate in 2026", "2026", ""),
    ("2027 (expected)", "2027", ""),
    ("2027, expected", "2027", ""),
    ("2025 (est.)", "2025", ""),
    ("2024.02 (Will be graduated)", "2024-02", ""),
    ("2020 - 2024 (expected)", "2020", "2024"),
    ("2020–2025, expected", "2020", "2025"),
    ("2020 – May 2025 (exp.)", "2020", "2025-05"),
    ("Sep 2019 - Expected May 2024", "2019-09", "2024-05"),
    ("2020 - (expected) 2024", "2020", "2024"),
    ("2026年6月 (预计)", "2026-06", ""),
]


@pytest.mark.parametrize(("text", "first", "last"), [pytest.param(*case, id=case[0]) for case in EXPECTED])
def test_what_is_expected_says_so(text, first, last):
    mention = only(text)
    assert (mention.first, mention.last, mention.expected, mention.ongoing) == (first, last, True, False)


def test_what_runs_may_have_an_end_that_is_expected():
    mention = only("2020 – present (expected 2025)")
    assert (mention.first, mention.last, mention.ongoing, mention.expected) == ("2020", "2025", True, True)


def test_expected_belongs_to_the_date_behind_it():
    text = "M.S. 2020, expected Ph.D. 2024. Begun 2021, expected 2025"
    assert [mention.expected for mention in find_dates(text)] == [False, False, False, True]


@pytest.mark.parametrize(
    "text",
    ["AY 2019/20", "AY 2019-2020", "AY19-20", "A.Y. 2019-20", "2019-20 academic year", "2019-2020 academic year",
     "Academic Year: 2019/2020", "school year 2019–20", "année universitaire 2019-2020", "anno accademico 2019/2020",
     "2019-2020学年", "curso 2019/20"],
)  # fmt: skip
def test_an_academic_year_is_one_date(text):
    mention = only(text)
    assert (mention.first, mention.last, mention.single, mention.academic) == ("2019/2020", "", True, True)


@pytest.mark.parametrize("text", ["2019/20", "2019/2020", "1999/00"])
def test_consecutive_years_with_a_slash_are_a_range_that_may_be_an_academic_year(text):
    mention = only(text)
    assert (mention.single, mention.academic) == (False, True)
    assert int(mention.last) == int(mention.first) + 1


@pytest.mark.parametrize("text", ["2019-2020", "2019-20", "Academic years 2018-2021", "2018/2021"])
def test_other_pairs_of_years_are_plain_ranges(text):
    assert not only(text).academic


def test_academic_years_bound_a_range():
    assert as_edtf(only("2018/19–2020/21")) == "2018/2021"


LISTS = [
    ("2017,2018", ["2017", "2018"]),
    ("2017, 2018, and 2020", ["2017", "2018", "2020"]),
    ("2020 & 2021", ["2020", "2021"]),
    ("2019/2020/2021", ["2019", "2020", "2021"]),
    ("ICML'22, '23", ["2022", "2023"]),
    ("2013 and 2011", ["2013", "2011"]),
    ("Fall 2019, Spring 2020", ["2019-23", "2020-21"]),
    ("Fall 2020 & Spring 2021", ["2020-23", "2021-21"]),
    ("2021 Fall, 2022 Spring", ["2021-23", "2022-21"]),
    ("Summer, Fall 2020", ["2020-22", "2020-23"]),
    ("Spring/Summer 2021", ["2021-21", "2021-22"]),
    ("Spring, Summer and Fall 2021", ["2021-21", "2021-22", "2021-23"]),
    ("2022 Spring, Fall", ["2022-21", "2022-23"]),
    ("Fall 2019, 2020, 2021", ["2019-23", "2020-23", "2021-23"]),
    ("May 2019, June 2020", ["2019-05", "2020-06"]),
    ("2017, 2019-2021, 2023", ["2017", "2019/2021", "2023"]),
    ("2017, 2019–present", ["2017", "2019/.."]),
    ("Jan–Mar, Sep–Dec 2020", ["2020-01/2020-03", "2020-09/2020-12"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in LISTS])
def test_a_list_has_each_of_its_dates(text, expected):
    mention = only(text)
    assert list(mention.several) == expected
    assert not mention.single


@pytest.mark.parametrize(
    ("text", "first", "last", "ongoing"),
    [
        ("Summer, Fall 2020", "2020-22", "2020-23", False),
        ("2013 and 2011", "2011", "2013", False),
        ("2017, 2019-2021", "2017", "2021", False),
        ("2017, 2019–present", "2017", "", True),
    ],
)
def test_a_list_reaches_from_its_earliest_to_its_latest_date(text, first, last, ongoing):
    mention = only(text)
    assert (mention.first, mention.last, mention.ongoing) == (first, last, ongoing)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2020, May 2021", ["2020", "2021-05"], id="of two precisions"),
        pytest.param("Ph.D., 2015, M.S., 2012", ["2015", "2012"], id="words between"),
        pytest.param("2010-2012: first; 2012-2014: second", ["2010/2012", "2012/2014"], id="two ranges"),
        pytest.param("2019 | 2020", ["2019", "2020"], id="cells"),
        pytest.param("ICML 2019, NeurIPS 2020", ["2019", "2020"], id="venues between"),
    ],
)
def test_dates_that_are_no_list_stay_apart(text, expected):
    assert [as_edtf(mention) for mention in find_dates(text)] == expected


NO_DATES = [
    "",
    "no digit at all",
    "May",
    "present",
    "1",
    "we may 2 people ask",
    "(May – June) 12",
    "the march of 12 people",
    "fall 3 times",
    "CVPR 24",
    "arXiv:2104.12345",
    "2001.02995",
    "https://example.org/2021/05/a-2019.html",
    "doi:10.1000/j.2019.05.001",
    "ISBN 978-0-2019-2020-5",
    "+44 20 1999 2010",
    "(555) 555-2019",
    "Grant 62072019",
    "Grant 2019YFB1234",
    "No. 2019",
    "CVE-2021-1234",
    "pp. 1998-2005",
    "15(3):2001-2010",
    "15:1998–2005",
    "1000-2000 samples",
    "2000 citations",
    "2000+ stars",
    "over 2000 people",
    "$2000",
    "€ 2000",
    "2,000",
    "1920x1080",
    "1920 × 1080",
    "GPA 3.98/4.00",
    "1912 Pike Street",
    "Sydney NSW 2006",
    "Room 2019",
    "ann2020@example.org",
    "paper_2021.pdf",
    "2021.pdf",
    "20212",
    "1492",
    "2099",
    "GeForce RTX 2080",
    "'20 questions",
    "2020-13",
    "the test set 20",
    "90210-2019",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_of_other_things_are_no_dates(text):
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I joined in Sept 2022, as a lecturer", ["Sept 2022"]),
        ("Kiel (from 2015 to 2019) and Bonn", ["from 2015 to 2019"]),
        ("Ph.D. (expected May 2026)", ["expected May 2026"]),
        ("Ph.D., 2026 (expected).", ["2026 (expected)"]),
        ("(2020–2025, expected)", ["2020–2025, expected"]),
        ("[2024.05] Moved", ["2024.05"]),
        ("ICML'24 talk, 2021 - Now", ["'24", "2021 - Now"]),
        ("Journal 15(3), 1998–2005, 2019", ["2019"]),
        ("Journal 48.6 (2015): 154–158", ["2015"]),
        ("the test set 2019", ["2019"]),
        ("in 2020 may be", ["2020"]),
        ("In 2020, May be", ["2020"]),
    ],
)
def test_a_mention_has_its_words_and_no_others(text, expected):
    assert written(text) == expected


def test_a_date_far_into_a_long_line_has_its_place():
    text = "a quiet sentence. " * 100 + "May 2019 – present" + ", and on it goes" * 100
    assert written(text) == ["May 2019 – present"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_of_a_date_reads_its_own_examples(form):
    pattern = re.compile(form.regex, re.VERBOSE)
    assert pattern.search("") is None
    for text, expected in form.matches.items():
        assert pattern.search(letters(text)), text
        assert as_edtf(only(text)) == expected
    for text in form.rejects:
        assert pattern.search(letters(text)) is None, text


def test_each_form_with_a_year_has_an_example():
    assert [form.name for form in FORMS if "y" in form.parts and not form.matches] == []


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.name)
def test_each_mask_covers_its_own_examples(mask):
    pattern = re.compile(mask.regex, re.VERBOSE | re.IGNORECASE)
    assert mask.matches
    assert pattern.search("") is None
    for text in mask.matches:
        assert pattern.search(text), text
        assert find_dates(text) == ()
    for text in mask.rejects:
        assert pattern.search(text) is None, text


def test_a_word_of_the_grammar_has_one_role():
    words = [*date_words.MONTHS, *date_words.SEASONS, *" ".join(date_words.WORDS_OF_ROLE.values()).split()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_a_letter_of_the_grammar_has_one_meaning():
    taken = [*ALPHABET, *date_words.WORDS_OF_ROLE, "D", "R", "p"]
    assert sorted({letter for letter in taken if taken.count(letter) > 1}) == []
    assert set(date_words.PHRASES) <= set(taken)


@pytest.mark.parametrize("text", [case[0] for case in [*SINGLE, *RANGES, *ONGOING, *EXPECTED, *LISTS]])
def test_all_that_comes_out_is_edtf(text):
    mention = only(text)
    assert is_edtf(as_edtf(mention))
    assert all(map(is_edtf, mention.several))


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_years_are_those_of_a_scholar_and_her_plans(year):
    assert find_dates(f"in {year}") == ()


FRAGMENTS = (
    "2019 2020 2021 1999 '19 '20 1990s 1 2 12 13 31 32 3rd 05 19 20 000 00 May may Sept. Fall Winter WS Q1 H2",
    "- – ~ / . , ; : ( ) [ ] & and to from since until between expected present 至今 年 月 日 春",
    "AY c. early of the de Class x ICML _ $ % + @",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(" ".join(FRAGMENTS).split()), st.sampled_from(["", " "])), max_size=12))
def test_any_heap_of_parts_gives_edtf_in_order(parts):
    text = "".join(word + blank for word, blank in parts)
    end = 0
    for mention in find_dates(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert is_edtf(as_edtf(mention))
        assert all(map(is_edtf, mention.several))
        assert not (mention.single and (mention.last or mention.ongoing or mention.several))


HOSTILE = {
    "digits": "1" * 100_000,
    "years": "2019" * 25_000,
    "years and dashes": "2019-" * 20_000,
    "years, blanks and dashes": "2019 - " * 14_000,
    "years and commas": "2019, " * 16_000,
    "dashes": "2019 " + "-" * 100_000,
    "blanks": "2019" + " " * 100_000 + "-",
    "months": "May " * 25_000 + "2019",
    "months and dashes": "May-" * 25_000 + "2019",
    "seasons": "Fall, " * 16_000 + "2019",
    "expected": "2019 " + "expected " * 11_000,
    "of the": "2019 until " + "of the " * 14_000,
    "short years": "'19" * 33_000,
    "brackets": "2019" + "(" * 100_000,
    "letters": "a" * 100_000 + " 2019",
    "dots": "a." * 50_000 + " 2019",
    "slashes": "a/" * 50_000 + " 2019",
    "numbers and dots": "1." * 50_000 + " 2019",
    "plus": "+1 " * 33_000 + "2019",
    "capital words": "2019 " + "Aaa " * 25_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_of_100_kb_takes_linear_time(text):
    def seconds(part: str) -> float:
        start = process_time()
        find_dates(part)
        return process_time() - start

    # Quadratic time would need 16 times as long for four times the text; the constant forgives a busy machine.
    assert seconds(text) < 8 * seconds(text[: len(text) // 4]) + 0.5
