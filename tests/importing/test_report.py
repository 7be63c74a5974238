"""What an import tells."""

from blog.importing.records import Oddity
from blog.importing.report import LONGEST_TOLD, MOST_KEPT_TOLD, MOST_REASONS, MOST_TOLD_OF_A_CODE, Report


def test_counts_add_up() -> None:
    report = Report()
    report.count("article", "created", 3)
    report.count("article", "created")
    report.count("article", "updated", 0)
    assert report.counts == {"article": {"created": 4}}


def test_only_the_first_of_each_code_are_told_and_all_are_counted() -> None:
    report = Report()
    for number in range(MOST_TOLD_OF_A_CODE + 5):
        report.tell(Oddity("odd", f"article {number}", "It is odd."))
    report.tell(Oddity("other", "page 1", "It is other."))
    assert report.oddity_counts == {"odd": MOST_TOLD_OF_A_CODE + 5, "other": 1}
    assert len(report.oddities) == MOST_TOLD_OF_A_CODE + 1
    assert "and 5 more" in report.as_text()


def test_only_the_first_kept_things_are_named() -> None:
    report = Report()
    for number in range(MOST_KEPT_TOLD + 1):
        report.keep("article", f"article {number}")
    assert report.counts == {"article": {"kept": MOST_KEPT_TOLD + 1}}
    assert len(report.kept) == MOST_KEPT_TOLD


def test_json_gives_the_same_report_again() -> None:
    report = Report()
    report.count("page", "created")
    report.skip("deleted here")
    report.keep("article", "article 1")
    report.tell(Oddity("odd", "article 1", "It is odd.", 12, "a.xml"))
    report.proof = {"failed": 0}
    assert Report.from_json(report.as_json()) == report
    assert Report.from_json({}) == Report()


def test_text_names_everything() -> None:
    report = Report()
    report.count("page", "created")
    report.count("page", "unchanged", 2)
    report.skip("deleted here")
    report.keep("article", "article 1, “Title”")
    report.tell(Oddity("odd", "article 1", "It is odd.", 12, "a.xml"))
    assert report.as_text() == (
        "article: 1 kept\n"
        "page: 1 created, 2 unchanged\n"
        "\n"
        "Skipped\n"
        "  1 × deleted here\n"
        "\n"
        "Edited here and left alone\n"
        "  article 1, “Title”\n"
        "\n"
        "odd: 1\n"
        "  article 1: It is odd. (a.xml, line 12)\n"
    )


def test_hostile_words_stay_short_and_turn_no_terminal() -> None:
    report = Report()
    hostile = "\x1b]0;x\x07\x9b31m\u202e\u2028\r" + "x" * 10**6
    report.tell(Oddity("odd", hostile, hostile, 1, hostile))
    report.keep("article", hostile)
    report.skip(hostile)
    text = report.as_text()
    assert len(text) < 6 * LONGEST_TOLD
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert len(str(report.as_json())) < 6 * LONGEST_TOLD


def test_no_file_makes_the_list_of_reasons_long() -> None:
    report = Report()
    for number in range(MOST_REASONS + 50):
        report.skip(f"kind {number}")
    assert len(report.skipped) == MOST_REASONS + 1
    assert sum(report.skipped.values()) == MOST_REASONS + 50
