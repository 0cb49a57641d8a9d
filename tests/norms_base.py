"""Tiny treaty files in the shape of the published ones, and a base of them with a few figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gmg
from gmg.evidence.base import Base
from small import POPULATION, STOCK_2024, build_small, stock_2024, unhcr

ICRMW = "ohchr-untc/untc-2015/treaties/4-13.csv"
REFUGEES = "ohchr-untc/untc-2015/treaties/5-2.csv"
SAID = "ohchr-untc/untc-2015/declarations/4-13.txt"
STATUS = "ohchr-untc/status-2022/hr_status_icmw.csv"
C097 = "ilo/INCOMPLETE-normlex-C097-ratifications-fr.txt"


def csv(header: str, rows: Sequence[str]) -> bytes:
    """A table with its header."""
    return ("\n".join((header, *rows)) + "\n").encode()


FILES = {
    ICRMW: csv(
        'Participant,"Signature, Succession to signature(d)",'
        '"Ratification, Accession(a), Succession(d)"',
        (
            "Germany,,21 Mar 2005 a",
            "Libya,24 Sep 1999,",
            "Montenegro,23 Oct 2006 d,",
            "Turkey,13 Jan 1999,27 Sep 2004",
            "China,,",
        ),
    ),
    REFUGEES: csv(
        'Participant,Signature,"Ratification, Accession(a), Succession(d)"',
        ("Holy See,21 May 1952,15 Mar 1956", "Turkey,24 Aug 1951,30 Mar 1962"),
    ),
    SAID: b"#Turkey\nThe laws on property are preserved.\n\n#Germany\n\n",
    STATUS: csv(
        "iso2,member,state party,year ratification or accession,signatory,no action,status,note",
        (
            "DE,Germany,1,2005,0,0,state party,",
            "LY,Libya,1,2010,0,0,state party,",
            "TR,Turkey,1,2003,0,1,state party,",
            "SY,Syrian Arab Republic,0,,0,1,no action,",
        ),
    ),
    C097: (
        "Ratifications de C097 - Convention (n° 97)\n"
        "Date d'entrée en vigueur : 22 janv. 1952\n"
        "54 ratifications ; Dénoncée: 0\n"
        "Allemagne 22 juin 1959 En vigueur\n"
    ).encode(),
    STOCK_2024: stock_2024(
        ("LBY", 2024, "SDN", "male", 900),
        ("LBY", 2024, "SDN", "female", 100),
        ("SYR", 2024, "SDN", "male", 7),
        ("SYR", 2024, "SDN", "female", 5),
        ("DEU", 2024, "SYR", "male", 3),
        ("DEU", 2024, "SYR", "female", 2),
    ),
    POPULATION: unhcr((2024, "SDN", "LBY", 313), (2024, "SYR", "TUR", 2900)),
}


def norms_base(folder: Path) -> Base:
    """A base of the files. Nothing may write to it afterwards."""
    build_small(folder / "data", folder / "base", FILES)
    return gmg.open(folder / "base")
