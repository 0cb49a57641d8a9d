"""The group's information note, written from records: no sentence without one behind it."""

from gmg.analysis.note.model import Block, Line, Note, Record, Section, Sentence, Span
from gmg.analysis.note.written import note

__all__ = ["Block", "Line", "Note", "Record", "Section", "Sentence", "Span", "note"]
