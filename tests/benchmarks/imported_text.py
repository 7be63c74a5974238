"""How long a text of WordPress takes to be rendered, beside the same text in Markdown."""

import time
from collections.abc import Callable
from functools import partial

from blog import markdown, wordpress_text
from tests.benchmarks.report import Report

ROUNDS = 200
WORDS = (
    "This is a sentence with <em>a few</em> words, and <a href='/2019/05/15/x/'>a link</a>, as posts have. "
)
WORDPRESS = "\n\n".join([WORDS * 6] * 5)
MARKDOWN = WORDPRESS.replace("<em>", "*").replace("</em>", "*").replace(
    "<a href='/2019/05/15/x/'>a link</a>", "[a link](/2019/05/15/x/)"
)  # fmt: skip
PICTURES = WORDPRESS + "\n\n[caption width='300']<img src='/wp-content/uploads/a.jpg'> A boat[/caption]" * 5


def measure(report: Report) -> None:
    """Take the best of many rounds: whatever else the machine does only adds to it."""
    plain = _best(lambda: wordpress_text.render(WORDPRESS))
    paragraphs = _best(lambda: wordpress_text.autop(WORDPRESS))
    pictures = _best(lambda: wordpress_text.render(PICTURES))
    same = _best(lambda: markdown.render_article(MARKDOWN))
    report.add("a text of WordPress : the same in Markdown", plain / same, 0.5, "times")
    report.note(
        f"{len(WORDPRESS):,} characters: {plain * 1e6:.0f} µs, paragraphs {paragraphs * 1e6:.0f} of it; "
        f"with five captions {pictures * 1e6:.0f} µs; Markdown {same * 1e6:.0f} µs"
    )
    half = _best(partial(wordpress_text.render, PICTURES * 20), 5)
    whole = _best(partial(wordpress_text.render, PICTURES * 40), 5)
    report.add("twice the text : the text", whole / half, 2.6, "times")


def _best(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds of the quickest round."""
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)
