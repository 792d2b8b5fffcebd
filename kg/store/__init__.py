"""A graph that grows: pages in, a folder brought up to date, reading only what changed."""

from kg.store.update import Updated, update

__all__ = ["Updated", "update"]
