"""Rules of the house that no reader has to remember: arrows between modules, sizes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 250  # lines
LONGEST_FUNCTION = 40  # lines
LONGER_ON_PURPOSE = "long"  # a word that the first line of a longer file or function has, with the reason

# A module may import from the layers above its own and from its own package.
LAYERS = (
    ("blog.environment", "blog.styles", "blog.embedded_postgres"),
    ("blog.settings",),
    (
        "blog.markdown",
        "blog.mail",
        "blog.mail_links",
        "blog.permalinks",
        "blog.images",
        "blog.file_kinds",
        "blog.same_origin",
        "blog.client_address",
        "blog.visitor",
        "blog.headers",
        "blog.syndication",
        "blog.addresses",
        "blog.answers",
        "blog.untrusted",
        "blog.shared_cache",
        "blog.utf8",
        "blog.fetching",
    ),
    ("blog.wordpress_text", "accounts"),
    ("blog.models",),
    (
        "blog.search",
        "blog.outbox",
        "blog.publishing",
        "blog.roles",
        "blog.limits",
        "blog.static_files",
        "blog.checks",
    ),
    ("blog.subscriptions",),  # below comments: a confirmed comment may begin a subscription
    ("blog.comments",),
    (
        "blog.admin",
        "blog.admin_site",
        "blog.context_processors",
        "blog.feeds",
        "blog.middleware",
        "blog.sitemaps",
        "blog.templatetags",
        "blog.views",
    ),
    ("blog.demo", "blog.importing", "blog.exporting"),
    (
        "blog.wordpress",
        "blog.markdown_files",
        "blog.ghost",
        "blog.disqus",
    ),  # and the readers of other systems
    ("blog.moving",),
    ("blog.apps", "blog.urls", "blog.wsgi"),
    ("blog.serving",),
    ("blog.management",),
)
TALK, PAGES, MOVERS = (*LAYERS[6], *LAYERS[7]), LAYERS[8], (*LAYERS[9], *LAYERS[10], *LAYERS[11])


def modules() -> dict[str, Path]:
    """Return every module of ours by its dotted name."""
    found = {}
    for package in ("accounts", "blog"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = path
    return found


MODULES = modules()


def unit_of(module: str) -> str:
    """Return the entry of LAYERS that the module belongs to; empty when there is none."""
    units = [unit for layer in LAYERS for unit in layer if f"{module}.".startswith(f"{unit}.")]
    return max(units, key=len, default="")


def layer_of(unit: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if unit in layer)


def imports(module: str) -> Iterator[str]:
    """Yield the modules of ours that it imports, inside of functions too."""
    is_package = MODULES[module].name == "__init__.py"
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".")[: len(module.split(".")) - node.level + is_package]
                base = ".".join([*parents, base]).rstrip(".")
            # ``from blog import urls`` means blog.urls.
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            candidates = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
            if (found := next((c for c in candidates if c in MODULES), None)) and found not in {"blog"}:
                yield found


def test_every_module_has_its_layer() -> None:
    assert [name for name in MODULES if name != "blog" and not unit_of(name)] == []


def test_every_layer_holds_modules_that_are_there() -> None:
    assert [unit for layer in LAYERS for unit in layer if unit not in MODULES] == []


def test_page_about_the_house_names_the_same_modules() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    cells = re.findall(r"^\| [0-9] \| ([^|]+) \|", page, flags=re.MULTILINE)
    named = [name for cell in cells for name in re.findall(r"`([a-z0-9_.]+)`", cell)]
    told = {name if name == "accounts" or name.startswith("blog.") else f"blog.{name}" for name in named}
    assert told == {unit for layer in LAYERS for unit in layer}


@pytest.mark.parametrize("module", [name for name in MODULES if name != "blog"])
def test_arrows_point_to_lower_layers(module: str) -> None:
    own = unit_of(module)
    upward = []
    for target in imports(module):
        other = unit_of(target)
        if other != own and layer_of(other) >= layer_of(own):
            upward.append(target)
    assert upward == []


def test_pages_know_comments_only_through_templates() -> None:
    for module in MODULES:
        if unit_of(module) in PAGES:
            assert [target for target in imports(module) if unit_of(target) in TALK] == [], module


def test_what_moves_content_knows_no_pages() -> None:
    for module in MODULES:
        if unit_of(module) in MOVERS:
            assert [target for target in imports(module) if unit_of(target) in PAGES] == [], module


@pytest.mark.parametrize("name", ["services", "utils", "helpers", "common", "general"])
def test_no_module_is_a_drawer(name: str) -> None:
    assert [module for module in MODULES if module.split(".")[-1] == name] == []


def sources() -> list[Path]:
    tests = sorted((ROOT / "tests").rglob("*.py"))
    return [*MODULES.values(), *tests]


def test_files_are_short() -> None:
    longer = []
    for path in sources():
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > LONGEST_FILE and LONGER_ON_PURPOSE not in lines[0]:
            longer.append(f"{path.relative_to(ROOT)}: {len(lines)}")
    assert longer == []


def test_functions_are_short() -> None:
    longer = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION and LONGER_ON_PURPOSE not in (ast.get_docstring(node) or ""):
                    longer.append(f"{path.relative_to(ROOT)}, {node.name}: {length}")
    assert longer == []


def test_commands_only_call() -> None:
    for path in (ROOT / "blog/management/commands").glob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 40, path.name
