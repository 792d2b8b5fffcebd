"""Questions to rows: the named ones that ship, a user's own file, or SPARQL as it is typed."""

from kg.query.facts import facts_tables
from kg.query.formats import FORMATS, formatted
from kg.query.questions import Parameter, Question, question, questions
from kg.query.remote import ask_endpoint
from kg.query.rows import Rows, ask
from kg.query.tables import TABLE_FORMS, write_facts

__all__ = [
    "FORMATS",
    "TABLE_FORMS",
    "Parameter",
    "Question",
    "Rows",
    "ask",
    "ask_endpoint",
    "facts_tables",
    "formatted",
    "question",
    "questions",
    "write_facts",
]
