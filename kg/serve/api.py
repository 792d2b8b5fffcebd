"""The named questions as a small JSON API, and its description in OpenAPI."""

from __future__ import annotations

from typing import Any

from kg.query import Parameter, Question, question, questions
from kg.query.questions import bound
from kg.serve.protocol import Parameters, one
from kg.serve.work import Rows
from kg.version import __version__

#: What can go wrong, as every answer of the API tells it. Source: https://www.rfc-editor.org/rfc/rfc9457
_PROBLEMS = {
    "400": "A parameter is unknown, stands twice or is not of its kind.",
    "404": "There is no such question.",
    "422": "The answer is too large.",
    "503": "Too many ask at once.",
    "504": "There is no answer within the limit of time.",
}

#: The schema of the values of a parameter, by its kind.
_VALUES: dict[str, dict[str, Any]] = {
    "words": {"type": "string"},
    "text": {"type": "string"},
    "year": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
}


def listed() -> dict[str, Any]:
    """All questions."""
    return {"questions": [_described(asked) for asked in questions()]}


def _described(asked: Question) -> dict[str, Any]:
    return {
        "name": asked.name,
        "asks": asked.asks,
        "parameters": [{"name": p.name, "kind": p.kind, "help": p.help} for p in asked.parameters],
        "href": f"/api/questions/{asked.name}",
    }


def named(name: str) -> Question | None:
    """The question of a name; None if there is none: a path or SPARQL in its place is not read."""
    return question(name) if name in {asked.name for asked in questions()} else None


def job(asked: Question, given: Parameters) -> Rows:
    """What a question with values for its parameters is.

    Raises:
        HTTPException: a parameter stands twice.
        QueryError: a parameter is unknown, or a value is not of its kind.
    """
    values = {name: one(given, name) for name in given}
    return Rows(bound(asked, values), {"question": asked.name, "asks": asked.asks})


def openapi() -> dict[str, Any]:
    """The description of the API. Source: https://spec.openapis.org/oas/v3.1.0"""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Questions to a knowledge graph of researchers", "version": __version__},
        "paths": {
            "/api/questions": {
                "get": {
                    "operationId": "questions",
                    "summary": "The named questions",
                    "responses": {"200": _json("All questions.", "Questions")},
                }
            },
            **{f"/api/questions/{asked.name}": {"get": _operation(asked)} for asked in questions()},
        },
        "components": {"schemas": _SCHEMAS},
    }


def _operation(asked: Question) -> dict[str, Any]:
    return {
        "operationId": asked.name,
        "summary": asked.asks,
        "parameters": [_parameter(parameter) for parameter in asked.parameters],
        "responses": {
            "200": _json("One row a result; a cell without a value is left out.", "Answer"),
            **{status: _problem(text) for status, text in _PROBLEMS.items()},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.help,
        "schema": _VALUES[parameter.kind],
    }


def _json(text: str, schema: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": text, "content": {"application/json": {"schema": reference}}}


def _problem(text: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {"application/problem+json": {"schema": reference}}}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


_TEXT = {"type": "string"}
_SCHEMAS = {
    "Questions": _object(
        questions={
            "type": "array",
            "items": _object(
                name=_TEXT,
                asks=_TEXT,
                parameters={"type": "array", "items": _object(name=_TEXT, kind=_TEXT, help=_TEXT)},
                href=_TEXT,
            ),
        }
    ),
    "Answer": _object(
        question=_TEXT,
        asks=_TEXT,
        columns={"type": "array", "items": _TEXT},
        rows={"type": "array", "items": {"type": "object", "additionalProperties": _TEXT}},
    ),
    "Problem": _object(title=_TEXT, status={"type": "integer"}, detail=_TEXT),
}
