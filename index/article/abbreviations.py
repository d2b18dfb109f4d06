"""Abbreviations behind which a sentence goes on, in the languages of the articles; pure.

Words that may as well end a sentence ("no.", "art.") count only before a number.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ABBREVIATIONS: Final = frozenset(
    # English
    "al mr mrs ms dr prof sen rep gov gen col lt sgt capt rev hon st mt ft jr sr vs cf inc "
    "ltd co corp "
    "chas chr geo jas jos robt thos wm "
    "dept est approx jan feb apr jun jul aug sep sept oct nov dec e.g i.e u.s u.k u.n ed eds "
    # German
    "hr fr bzw z.b usw abb d.h u.a v.a o.ä i.d.r u.s.w ca evtl ggf inkl exkl zzgl mio mrd "
    "tsd hrsg "
    "vgl sog bspw dipl ing std jh jhdt geb gest hl dt frz engl lat gr mind max min sog allg "
    # French
    "mm mme mmes mlle mlles mgr pr ste bd éd env chap tél hab "
    # Spanish, Portuguese, Italian, Romanian, Catalan
    "sra srta srs sras dra dña d.ª ud uds avda gral ee.uu ee uu p.ej aprox exmo exma profa "
    "eng ltda "
    "sig sigg sig.ra dott dott.ssa avv gent p.za v.le jud d-na d-l dl "
    # Dutch
    "dhr mevr mw drs ir bijv o.a m.a.w d.w.z t.a.v t.o.v t.g.v mld mln jl resp blz "
    # Danish, Norwegian, Swedish
    "bl.a t.ex f.eks dvs kl osv o.s.v mia mkr pst jf hr fr "
    # Polish, Czech, Slovak, Hungarian, Croatian
    "ul tzn tzw itd itp mgr inż godz tys zł św ks płk m.in ok wg tř nám tj tzv např atd "
    "apod mj mudr "
    "judr phdr rndr mil ifj özv ún stv vö npr tzv "
    # Turkish
    "doç sn cad mah örn bkz "
    # Indonesian, Vietnamese
    "jl jln tgl hlm tp th.s ts gs pgs "
    # Russian, Ukrainian, Bulgarian, Serbian
    "ул пр просп пер пл наб кв корп обл гг вв млн млрд тыс трлн руб коп им др проф акад доц "
    "см рис ал александр андр вас влад евг ник серг янв февр апр авг сент окт нояб дек "
    "стр св тел чел ред изд т.д т.е т.п т.к т.н н.э вул пров р-н грн ім напр див тис бул "
    # Greek
    "κκ κα δρ καθ αρ σελ βλ π.χ δηλ κ.λπ κ.ά εκατ δισ χλμ οδ λεωφ αγ μ.μ π.μ τηλ "
    "αναστ αντ βασ γεωρ δημ ευαγ ευστ ιω ιωαν κων κωνστ μιχ νικ παν παναγ στ "
    "ιαν φεβ απρ ιουν ιουλ νοε "
    # Hindi, Marathi, Nepali, Bengali
    "डॉ प्रो श्री सुश्री रु ডা ড মো অধ্যা".split()
)

BEFORE_NUMBERS: Final = frozenset(
    "mar no nos nr nrs vol fig art pp p núm num nº n.º pág págs par sec kap rom pag str č čp "
    "ст п рис табл № αριθ".split()
)

_GREEK: Final = re.compile("[Α-Ω][α-ω]{1,3}")
_CAPITALISED: Final = re.compile("[A-ZÀ-ÞА-ЯЄІЇҐŁŚŠŽČ][^\\W\\d_]{1,3}")
_VOWELS: Final = frozenset("aeiouywrlаеиоуыэюяіє")
"""R, l and w are vowels in Krk, Vltava and cwm."""


def is_shortened(word: str) -> bool:
    """Whether a capitalised word cannot be whole: Αθ., Χρ., Вс., Wm.

    Greek words end in a vowel, ν, ρ, ς, ξ or ψ; others have a vowel.
    """
    if _GREEK.fullmatch(word):
        return word[-1] not in "αεηιουωνρςξψ" or set("αεηιουω").isdisjoint(word.lower())
    if not _CAPITALISED.fullmatch(word) or not word[1:].islower():
        return False
    return _VOWELS.isdisjoint(unicodedata.normalize("NFD", word.lower()))
