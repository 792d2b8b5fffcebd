"""What can go wrong, in one sentence each: where, what, what to do next."""


class KgError(Exception):
    """A mistake that the user can mend. Its text is one sentence that names the place and the cure."""

    #: The command's exit status.
    status = 2


class InputError(KgError):
    """A file or folder that cannot be read as a profile."""


class GraphError(KgError):
    """A graph file that cannot be read or written."""


class QueryError(KgError):
    """A query that is unknown, is not SPARQL or lacks a parameter."""


class SettingsError(KgError):
    """An option, a table or a data file of ours that is wrong."""


class RemoteError(KgError):
    """A server that cannot be reached, refuses, or goes on failing."""
