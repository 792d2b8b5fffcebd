"""How much of what stands in the files of whole sites is in the graph: ``python benchmarks/sites.py [FOLDER]``.

The folder (default: ``sites`` of KG_EVAL) holds one site a folder. What is expected is counted here from the files,
with no code of kg: front matter with PyYAML, bibliographies with a few lines of their own. Samples that templates ship
do not count; entries of a bibliography count if they name the owner. ``--missing`` lists what is not found.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import resource
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import yaml

DAY = date(2026, 1, 1)
FOLDERS = {"_publications": "publications", "_talks": "talks", "_teaching": "teaching"}
SAMPLE = re.compile(
    r"paper title number|on relevant topic in your field|^teaching experience \d|portfolio item number"
    r"|github university|professor git|your name|albert einstein|^journal \d$|journal of bugs|university 1, department"
    r"|testing institute of america|london school of testing|institute for testing science|department of testing",
    re.IGNORECASE,
)
SAMPLE_ACCOUNT = re.compile(r"my-orcid|^academicpages$|user=PS_CX0AAAAAJ|example\.(?:com|org)|^none@", re.IGNORECASE)
ACCOUNTS = {
    "github": r"(?:https?://github\.com/)?(?P<id>[\w-]+)/?",
    "googlescholar": r".*[?&]user=(?P<id>[\w-]{12}).*",
    "orcid": r"(?:.*/)?(?P<id>\d{4}-\d{4}-\d{4}-\d{3}[\dX])",
    "linkedin": r"(?P<id>[\w%-]+)",
    "twitter": r"@?(?P<id>\w+)",
    "email": r"(?P<id>[\w.+-]+@[\w.-]+)",
    "researchgate": r".*/profile/(?P<id>[\w-]+).*",
    "github_username": r"(?P<id>[\w-]+)",
    "twitter_username": r"(?P<id>\w+)",
    "scholar_authorid": r"(?P<id>[\w-]{12})",
    "scholar_userid": r"(?P<id>[\w-]{12})",
}


@dataclass(frozen=True)
class Expected:
    """A publication, talk or course that stands in a file of a site."""

    file: str
    kind: str
    title: str
    year: str
    venue: str


def folded(text: str) -> str:
    """Letters and digits only, accents and markup away."""
    text = re.sub(r"<[^<>]*>", "", html.unescape(html.unescape(str(text))))
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if c.isalnum())


def is_alike(left: str, right: str) -> bool:
    """Equal, or all but equal: a dash, an escaped sign."""
    a, b = folded(left), folded(right)
    return a == b or (bool(a and b) and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.93)


# ---------------------------------------------------------------------------------------------------------------
# what the files say


def front_matter(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    match = re.match(r"\ufeff?\s*---\s*\n(.*?)\n---", text, re.DOTALL)
    if not match:
        return {}
    try:
        return {
            str(k): str(v or "") for k, v in (yaml.load(match[1].replace("\t", " "), yaml.BaseLoader) or {}).items()
        }
    except yaml.YAMLError:
        lines = re.findall(r"^(\w+)\s*:\s*(.*?)\s*$", match[1], re.MULTILINE)
        return {key: value.strip("'\"") for key, value in lines}


def items(site: Path) -> Iterator[Expected]:
    for folder, kind in FOLDERS.items():
        for path in sorted(p for p in (site / folder).glob("*") if p.suffix in (".md", ".markdown", ".html")):
            found = front_matter(path)
            title = found.get("title", "").strip()
            if not title or SAMPLE.search(title):
                continue
            called = found.get("collection", "")
            year = re.search(r"(?:19|20)\d\d", found.get("date") or found.get("year") or "")
            venue = found.get("venue") or found.get("journal") or ""
            if SAMPLE.search(venue) or venue.casefold() in ("tbd", "none"):
                venue = ""
            actual = called if called in FOLDERS.values() else kind
            yield Expected(f"{folder}/{path.name}", actual, title, year[0] if year else "", venue)


def bibliography(site: Path, family: str) -> Iterator[Expected]:
    for path in sorted(site.rglob("*.bib")):
        text = path.read_text(encoding="utf-8", errors="replace")
        for entry in re.finditer(r"@(?!comment|string|preamble)\w+\s*\{[^,]*,", text, re.IGNORECASE):
            found = dict(entry_fields(text, entry.end()))
            authors = found.get("author", "") + found.get("editor", "")
            if found.get("title") and folded(family) in folded(authors) and not SAMPLE.search(authors):
                venue = next((found[key] for key in ("journal", "booktitle", "school") if found.get(key)), "")
                year = re.search(r"(?:19|20)\d\d", found.get("year", "") + found.get("date", ""))
                file = path.relative_to(site).as_posix()
                yield Expected(file, "publications", found["title"], year[0] if year else "", venue)


def entry_fields(text: str, at: int) -> Iterator[tuple[str, str]]:
    """The fields of one entry, braces and commands of LaTeX taken away."""
    field = re.compile(r"\s*([\w-]+)\s*=\s*")
    while match := field.match(text, at):
        at = start = match.end()
        depth, quoted = 0, text[at : at + 1] == '"'
        while at < len(text):
            char = text[at]
            depth += (char == "{") - (char == "}")
            if depth < 0 or (char == "," and depth == 0 and not (quoted and text[start + 1 : at].count('"') == 0)):
                break
            at += 1
        value = re.sub(r"\\[a-zA-Z]+\s*|\\.|[{}\"]", "", text[start:at])
        yield match[1].casefold(), " ".join(value.split())
        if text[at : at + 1] != ",":
            return
        at += 1


def configuration(site: Path) -> tuple[set[str], set[str]]:
    """The names that a configuration gives the owner, folded, and the accounts."""
    config = yaml.safe_load((site / "_config.yml").read_text(encoding="utf-8")) or {}
    author = config.get("author") if isinstance(config.get("author"), dict) else {}
    parts = " ".join(str(config[k]) for k in ("first_name", "middle_name", "last_name") if config.get(k))
    names = {author.get("name"), config.get("name"), config.get("title"), parts}
    accounts = set()
    for key, pattern in ACCOUNTS.items():
        value = str(author.get(key) or (config.get(key) if "_" in key or key == "email" else "") or "")
        if (match := re.fullmatch(pattern, value.strip())) and not SAMPLE_ACCOUNT.search(value):
            accounts.add(match["id"].casefold())
    return {re.sub(r",\s*(?:Ph\.?D|M\.?D)\.?$", "", str(name)) for name in names if name}, accounts


# ---------------------------------------------------------------------------------------------------------------
# what the graph says


TITLES = {"publications": "title", "talks": "title", "teaching": "course"}
VENUES = {"publications": "venue", "talks": "event", "teaching": "organization"}


def judge(want: Expected, rows: list[dict[str, str]]) -> str:
    """An empty string, or which part is missing or wrong."""
    kind = want.kind
    named = [row for row in rows if is_alike(row.get(TITLES[kind], ""), want.title)]
    if not named:
        return "title"
    dated = [row for row in named if not want.year or want.year in row.get("date", "")]
    if not dated:
        return "year"
    venues = [row.get(VENUES[kind], "") for row in dated]
    return "" if not want.venue or any(is_alike(v, want.venue) for v in venues) else "venue"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).parent.parent / os.environ.get("KG_EVAL", "../shared/eval") / "sites"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--missing", action="store_true", help="list what is not found")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; give one that holds sites, or set KG_EVAL")
        return 2
    sites = sorted(path for path in options.folder.iterdir() if path.is_dir())
    tables, seconds, failures = read(sites)
    counts: Counter[str] = Counter()
    problems: list[str] = list(failures)
    for site in sites:
        names, accounts = configuration(site)
        rows = {kind: [row for row in table if row["source"] == site.name] for kind, table in tables.items()}
        family = max(names, key=len).split("(")[0].split()[-1]
        for want in [*items(site), *bibliography(site, family)]:
            source = "bibliography" if want.file.endswith(".bib") else "front matter"
            verdict = judge(want, rows[want.kind])
            counts[f"{source}: {want.kind}"] += 1
            counts[f"found: {source}"] += not verdict
            counts[f"all: {source}"] += 1
            if verdict:
                problems.append(f"{site.name}/{want.file}: {verdict}: {want.title[:70]} | {want.year} | {want.venue}")
        problems += [f"{site.name}: {problem}" for problem in wrong(rows, names, accounts, counts)]
    report(counts, seconds, len(sites))
    if options.missing:
        print("\n".join(problems))
    good = all(counts[f"found: {s}"] >= 0.98 * counts[f"all: {s}"] for s in ("front matter", "bibliography"))
    clean = not any(counts[key] for key in ("residue facts", "papers twice", "names wrong", "accounts missing"))
    return 0 if good and clean and not failures and seconds < 10 else 1


def read(sites: list[Path]) -> tuple[dict[str, list[dict[str, str]]], float, list[str]]:
    """The fact tables of one graph of all sites, how long reading them took, and which were not read."""
    from kg import pipeline
    from kg.graph import dataset, to_quads
    from kg.query import facts_tables
    from kg.resolve import resolve

    pages = pipeline.find(sites)
    pipeline.read_page(pages[0])  # the start: imports, the model, the gazetteers
    begun = time.process_time()
    readings = [pipeline.read_page(page) for page in pipeline.find(sites)]
    seconds = time.process_time() - begun
    profiles = [reading.profile for reading in readings if reading.profile]
    graph = dataset(to_quads(profiles, resolve(profiles), read_on=DAY))
    tables = {kind.value: table.texts() for kind, table in facts_tables(graph).items()}
    return tables, seconds, [f"{r.page.source}: not read: {r.failure}" for r in readings if not r.profile]


def wrong(
    rows: dict[str, list[dict[str, str]]], names: set[str], accounts: set[str], counts: Counter[str]
) -> Iterator[str]:
    """Facts of the template, works that stand twice, a name or an account that the configuration has otherwise."""
    for kind, table in rows.items():
        for row in table:
            text = " | ".join(value for key, value in row.items() if key not in ("person", "source"))
            if SAMPLE.search(text):
                counts["residue facts"] += 1
                yield f"residue: {kind}: {text[:100]}"
    seen: dict[str, list[str]] = defaultdict(list)
    for row in rows["publications"]:
        doi = re.search(r"10\.\d{4,9}/\S+", row.get("url", ""))
        # A dissertation and an article can share a title; then each has a year and a DOI of its own.
        own = f" {row.get('date', '')[:4]}" if doi else ""
        seen[folded(row.get("title", "")) + own].append(row["title"])
        if doi:
            seen[doi[0].casefold()].append(row["title"])
    for key, titles in seen.items():
        if key and len(titles) > 1:
            counts["papers twice"] += 1
            yield f"twice: {titles}"
    stated = {row["name"] for row in rows["identity"]}
    if not any(is_alike(name, other) for name in names for other in stated):
        counts["names wrong"] += 1
        yield f"name: {stated} for {names}"
    known = {row["value"].casefold() for row in rows["identifiers"]}
    for account in sorted(accounts - known):
        counts["accounts missing"] += 1
        yield f"account: {account}"


def report(counts: Counter[str], seconds: float, sites: int) -> None:
    for source in ("front matter", "bibliography"):
        kinds = ", ".join(f"{counts[f'{source}: {kind}']} {kind}" for kind in TITLES if counts[f"{source}: {kind}"])
        total = counts[f"all: {source}"]
        share = counts[f"found: {source}"] / total if total else 1.0
        print(f"{source}: {counts[f'found: {source}']} of {total} in the graph, {share:.1%} ({kinds})")
    for key in ("residue facts", "papers twice", "names wrong", "accounts missing"):
        print(f"{key}: {counts[key]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{sites} sites read in {seconds:.1f} s of one core after the start, peak {peak:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
