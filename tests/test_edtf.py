"""EDTF strings as days."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf

from kg.edtf import EdtfError, Precision, bounds, is_edtf, is_past, more_precise, precision, sort_key


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2006", date(2006, 1, 1), date(2006, 12, 31), id="year"),
        pytest.param("1867", date(1867, 1, 1), date(1867, 12, 31), id="year long ago"),
        pytest.param("2024-02", date(2024, 2, 1), date(2024, 2, 29), id="month of a leap year"),
        pytest.param("2023-12", date(2023, 12, 1), date(2023, 12, 31), id="december"),
        pytest.param("2024-11-16", date(2024, 11, 16), date(2024, 11, 16), id="day"),
        pytest.param("2021-21", date(2021, 3, 1), date(2021, 5, 31), id="spring"),
        pytest.param("2021-22", date(2021, 6, 1), date(2021, 8, 31), id="summer"),
        pytest.param("2021-23", date(2021, 9, 1), date(2021, 11, 30), id="autumn"),
        pytest.param("2019-24", date(2019, 12, 1), date(2020, 2, 29), id="winter ends in the next year"),
        pytest.param("199X", date(1990, 1, 1), date(1999, 12, 31), id="decade"),
        pytest.param("19XX", date(1900, 1, 1), date(1999, 12, 31), id="century"),
        pytest.param("2015~", date(2015, 1, 1), date(2015, 12, 31), id="approximate"),
        pytest.param("2015-05?", date(2015, 5, 1), date(2015, 5, 31), id="uncertain"),
        pytest.param("2019/2020", date(2019, 1, 1), date(2020, 12, 31), id="interval"),
        pytest.param("2019-09/2020-21", date(2019, 9, 1), date(2020, 5, 31), id="interval of two precisions"),
        pytest.param("2006/..", date(2006, 1, 1), None, id="open end"),
        pytest.param("../2009", None, date(2009, 12, 31), id="open start"),
        pytest.param("2006/", date(2006, 1, 1), None, id="end not known"),
        pytest.param("/2009", None, date(2009, 12, 31), id="start not known"),
    ],
)
def test_bounds_are_the_first_and_last_possible_day(text, first, last):
    assert bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["2006", "1867", "2024-02", "2024-11-16", "199X", "19XX", "2015~", "2015-05?", "2019/2020", "2019-09/2020-05"],
)
def test_bounds_agree_with_the_edtf_package_wherever_it_is_exact(text):
    parsed = parse_edtf(text)
    days = tuple(date(*day[:3]) for day in (parsed.lower_strict(), parsed.upper_strict()))
    assert bounds(text) == days


@pytest.mark.parametrize("text", ["2021-21", "2021-22", "2021-23", "2019-24", "2006/..", "../2009", "2006/", "/2009"])
def test_what_we_read_is_edtf_to_the_edtf_package(text):
    parse_edtf(text)
    assert is_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["", "/", "../..", "May 2021", "21", "2021-13", "2021-00", "2021-25", "2021-02-30", "2021-5", "2021-21-01",
     "199X-05", "0000", "2020/2019", "2020/2021/2022", "2020 ", "２０２０", "..", "XXXX", "2020\n"],
)  # fmt: skip
def test_other_text_is_no_edtf_and_says_how_to_write_it(text):
    assert not is_edtf(text)
    with pytest.raises(EdtfError, match="2006"):
        bounds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19XX", Precision.CENTURY),
        ("199X", Precision.DECADE),
        ("2015~", Precision.YEAR),
        ("2021-21", Precision.SEASON),
        ("2021-05", Precision.MONTH),
        ("2021-05-01", Precision.DAY),
        ("2021-05/2022", Precision.YEAR),
        ("2021-05/..", Precision.MONTH),
    ],
)
def test_precision_is_that_of_the_vaguer_end(text, expected):
    assert precision(text) is expected


def test_precision_refuses_what_is_no_edtf():
    with pytest.raises(EdtfError):
        precision("2021-05/soon")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("2021-05", "2021", True, id="month in its year"),
        pytest.param("2021-04", "2021-21", True, id="month in its season"),
        pytest.param("2021", "2020/2023", True, id="year in an interval"),
        pytest.param("2021", "2020/..", True, id="year in an open interval"),
        pytest.param("2020/2021", "2020/..", True, id="interval in an open one"),
        pytest.param("2021", "2021", False, id="the same"),
        pytest.param("2021", "2021-05", False, id="the other way round"),
        pytest.param("2022-05", "2021", False, id="another year"),
        pytest.param("2020/..", "2020/2023", False, id="open in a closed one"),
        pytest.param("2019-24", "2019", False, id="a winter leaves its year"),
    ],
)
def test_more_precise_is_within_and_says_more(a, b, expected):
    assert more_precise(a, b) is expected


def test_dates_sort_by_first_day_then_by_last():
    dates = ["2021", "2020/..", "2020-05", "2020", "../2021", "2020-01-01", "2019-24"]
    assert sorted(dates, key=sort_key) == ["../2021", "2019-24", "2020-01-01", "2020", "2020/..", "2020-05", "2021"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", True),
        ("2021-05-09", True),
        ("2021-05-10", False),
        ("2021", False),
        ("2010/..", False),
        ("../2020", True),
    ],
)
def test_past_is_all_before_today(text, expected):
    assert is_past(text, date(2021, 5, 10)) is expected
