"""The networks that researchers have accounts in."""

from __future__ import annotations

from collections.abc import Mapping

#: What a network is called, and the address of an account in it, by the scheme of an identifier.
ACCOUNTS: Mapping[str, tuple[str, str]] = {
    "orcid": ("ORCID", "https://orcid.org/{}"),
    "google-scholar": ("Google Scholar", "https://scholar.google.com/citations?user={}"),
    "github": ("GitHub", "https://github.com/{}"),
    "dblp": ("DBLP", "https://dblp.org/pid/{}"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/in/{}"),
    "x": ("X", "https://x.com/{}"),
    "semantic-scholar": ("Semantic Scholar", "https://www.semanticscholar.org/author/{}"),
    "researchgate": ("ResearchGate", "https://www.researchgate.net/profile/{}"),
}
