"""Adopted texts as Akoma Ntoso 3.0, by the naming of the United Nations (AKN4UN).

`to_akn` writes the public record of a text; `read_akn` reads the words and figures back, so that their
SHA-256 can be recomputed from the file alone.
"""

from gmg.exchange.akn.read import NotAkn, Statement, read_akn
from gmg.exchange.akn.write import BadRecord, to_akn

__all__ = ["BadRecord", "NotAkn", "Statement", "read_akn", "to_akn"]
