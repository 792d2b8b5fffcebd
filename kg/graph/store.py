"""The Oxigraph store as rdflib sees it, except that a query cannot leave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oxrdflib import OxigraphStore
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier

from kg.sparql import refuse_unsafe


class GuardedStore(OxigraphStore):
    """Refuses ``SERVICE`` and ``FROM``: Oxigraph would call the address."""

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: Any,
    ) -> Result:
        if isinstance(query, str):
            refuse_unsafe(query)
        return super().query(query, initNs, initBindings, queryGraph, **kwargs)
