"""What axe says about a page."""

import json
from importlib.resources import files

from playwright.sync_api import Page

SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def assert_clean(page: Page) -> None:
    """Raise AssertionError with the rule and the elements when axe finds a violation.

    The script enters through the debugger, so that the page's CSP stays as visitors get it.
    """
    page.evaluate(SCRIPT)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    violations = [
        {"rule": v["id"], "help": v["help"], "where": [node["html"][:200] for node in v["nodes"]]}
        for v in found["violations"]
    ]
    assert not violations, json.dumps(violations, indent=2, ensure_ascii=False)
