"""English words in one spelling, and irregular forms as the word that they are forms of; pure.

What the rules make need be no word: it is only ever compared with what they make of another one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_FORMS: Final = """
arise arose arisen; awake awoke awoken; bear borne; become became; begin began begun; bend bent;
bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought; build
built; burn burnt; buy bought; catch caught; choose chose chosen; cling clung; come came; creep
crept; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven;
eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fling
flung; fly flew flown; forbid forbade forbidden; foresee foresaw foreseen; forget forgot
forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go went
gone; grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; kneel knelt;
know knew known; lead led; leap leapt; learn learnt; lend lent; light lit; lose lost; make made;
mean meant; meet met; mislead misled; mistake mistook mistaken; misunderstand misunderstood; mow
mown; outgrow outgrew outgrown; overcome overcame; overtake overtook overtaken; overthrow
overthrew overthrown; pay paid; prove proven; rebuild rebuilt; repay repaid; ride rode ridden;
ring rang rung; rise risen; run ran; say said; see saw seen; seek sought; sell sold; send sent;
sew sewn; shake shook shaken; shine shone; show shown; shrink shrank shrunk; sing sang sung; sink
sank sunk; sit sat; slay slew slain; sleep slept; slide slid; sling slung; smell smelt; sow sown;
speak spoke spoken; speed sped; spell spelt; spend spent; spill spilt; spin spun; spit spat; spoil
spoilt; spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; stink
stank stunk; strike struck stricken; string strung; strive strove striven; swear swore sworn;
sweep swept; swell swollen; swim swam swum; swing swung; take took taken; teach taught; tear tore
torn; tell told; throw threw thrown; tread trod trodden; undergo underwent undergone; understand
understood; undertake undertook undertaken; undo undid undone; uphold upheld; wake woke woken;
wear wore worn; weave wove woven; weep wept; win won; withdraw withdrew withdrawn; withhold
withheld; withstand withstood; write wrote written; calf calves; child children; crisis crises;
elf elves; foot feet; goose geese; half halves; hoof hooves; hypothesis hypotheses; knife knives;
loaf loaves; louse lice; man men; mouse mice; ox oxen; scarf scarves; self selves; shelf shelves;
thesis theses; thief thieves; tooth teeth; wharf wharves; wife wives; wolf wolves; woman women;
analysis analyses; antithesis antitheses; diagnosis diagnoses; emphasis emphases; oasis oases;
parenthesis parentheses; prognosis prognoses; synthesis syntheses; metastasis metastases; addendum
addenda; alga algae; alumnus alumni; antenna antennae; appendix appendices; bacterium bacteria;
cactus cacti; codex codices; criterion criteria; curriculum curricula; erratum errata; fungus
fungi; hippopotamus hippopotami; index indices; larva larvae; matrix matrices; memorandum
memoranda; millennium millennia; nucleus nuclei; octopus octopi; ovum ova; phenomenon phenomena;
radius radii; referendum referenda; spectrum spectra; stadium stadia; stimulus stimuli; stratum
strata; syllabus syllabi; symposium symposia; vertebra vertebrae; vertex vertices; vortex vortices
"""
"""A word and its irregular forms. Forms that are oftener another word are not here: lay, bound,
bore."""
_COMPOUND: Final = re.compile(r"([a-z]{3,})(men|wives|children|shelves|knives|wolves)$")
_PREFIXED: Final = re.compile(r"(fore|mis|out|over|re|under|un)([a-z]{3,})$")
_NO_COMPOUNDS: Final = frozenset(
    "abdomen acumen bitumen cyclamen dolmen regimen relent resent specimen stamen".split()
)
"""Policemen and rewrote, but no specimen and resent."""

_AMBIGUOUS: Final = {
    "axes": "axis",
    "bases": "basis",
    "leaves": "leaf",
    "left": "leave",
    "lives": "life",
    "rose": "rise",
    "shot": "shoot",
    "shots": "shoot",
    "thought": "think",
    "thoughts": "think",
}

_SPELLINGS: Final = """
aeroplane airplane; ageing aging; aluminium aluminum; artefact artifact; axe ax; carburettor
carburetor; centre center; cheque check; cosy cozy; doughnut donut; gaol jail; grey gray;
jewellery jewelry; kerb curb; liquorice licorice; moustache mustache; omelette omelet; pedlar
peddler; programme program; pyjama pajama; tyre tire; yoghurt yogurt; judgement judgment;
acknowledgement acknowledgment; abridgement abridgment; defence defense; offence offense; pretence
pretense; fulfil fulfill; enrol enroll; instal install; instalment installment; fulfilment
fulfillment; enrolment enrollment; distil distill; enthral enthrall; instil instill; skilful
skillful; wilful willful; speciality specialty; whisky whiskey; storey story; furore furor;
councillor councilor; counsellor counselor; traveller traveler; catalogue catalog; dialogue
dialog; analogue analog; epilogue epilog; monologue monolog; prologue prolog; mum mom; tonne ton
"""

_ISE: Final = re.compile(r"is(?=(?:e|ed|es|ing|er|ers|ation|ations|ational|able)$)")
_NEVER_IZE: Final = frozenset(
    """
    advert adv appra appr ar bra bru chast circumc compr comprom conc cru dem desp dev disgu enterpr
    exc exerc expert franch gu improv inc likew ma mart merchand mortgage no otherw pa parad ph po
    porpo pra prec prem prom ra rev superv surm surpr telev tort treat turquo upra
    """.split()
)
"""What stands before ``-ise`` in words that nobody writes with a z."""

_OUR: Final = re.compile(
    r"^(dis|un|mis|re|en|be)?(arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|harb|hon|hum|lab|"
    r"neighb|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig)our"
)
_RE: Final = re.compile(
    r"((?:^|[a-z])(?:cent|theat|lit|fib|calib|lust|spect|somb|sepulch|meag|scept|och|euv)|"
    r"^(?:kilo|centi|milli|nano|micro)?met|^sab)re(s?)$"
)
_DOUBLED: Final = re.compile(
    r"^((?:bevel|cancel|carol|channel|chisel|counsel|devil|dial|dishevel|drivel|duel|enamel|equal|"
    r"fuel|grovel|initial|jewel|label|level|libel|marvel|model|panel|parcel|pedal|pencil|quarrel|"
    r"remodel|rival|shovel|shrivel|signal|snivel|spiral|stencil|swivel|total|towel|travel|tunnel|"
    r"unravel|yodel)(?=l)|(?:kidnap|worship)(?=p)|program(?=m)|(?:focus|bias)(?=s))"
    r"[lpms](ed|es|ing|ings|er|ers)$"
)
_DIPHTHONG: Final = re.compile(
    r"(?<=h)aem|aemi|paed|(?<=gyn)aec|(?<=f)aec(?=[aeo])|aesth|(?<=arch)aeo|(?<=pal)aeo|"
    r"(?<=medi)aev|aetiol|^caesarean|"
    r"oestr|oedem|oesoph|(?<=f)oet(?=[aiuo])|(?<=rrh)oea|(?<=pn)oea|(?<=hom)oeo|(?<=man)oeuv|"
    r"(?<=am)oeb|(?<=c)oeli"
)

_STARTS: Final = {
    "licenc": "licens",
    "mould": "mold",
    "moult": "molt",
    "plough": "plow",
    "practis": "practic",
    "sceptic": "skeptic",
    "sulph": "sulf",
    "grey": "gray",
}
_MAY_DIFFER: Final = re.compile(
    rf"^(?:{'|'.join(_STARTS)})|our|[ao]e|re(?=s?$)|[iy]s(?=e|in|a)|([lpms])\1(?=e|in)"
)
"""What one of the rules below changes has this: a look that spares most words all of them."""

_START: Final = re.compile(f"^(?:{'|'.join(_STARTS)})")


@lru_cache(maxsize=1 << 14)
def regular(word: str) -> str:
    """An English word in lower case, in American spelling, and no irregular form of another one."""
    word = _IRREGULAR.get(word) or _irregular(word)
    word = _SPELT.get(word) or _SPELT.get(word.removesuffix("s"), word)
    if len(word) < 5 or not _MAY_DIFFER.search(word):
        return word
    word = _START.sub(lambda match: _STARTS[match.group()], word)
    word = _OUR.sub(r"\1\2or", word)
    word = _DIPHTHONG.sub(lambda match: re.sub("[ao]e", "e", match.group()), word)
    word = _DOUBLED.sub(r"\1\2", _RE.sub(r"\1er\2", word))
    word = re.sub(r"(?<=[aeiou][nlr])ys(?=(?:e|ed|ing|er|ers)$)", "yz", word)
    ending = _ISE.search(word)
    if ending and ending.start() > 2 and word[: ending.start()] not in _NEVER_IZE:
        word = f"{word[: ending.start()]}iz{word[ending.end() :]}"
    return word


def _irregular(word: str) -> str:
    """The word of which one with a prefix, or with another word before it, is a form."""
    compound = _COMPOUND.match(word)
    if compound and word not in _NO_COMPOUNDS:
        return compound[1] + _IRREGULAR[compound[2]]
    prefixed = _PREFIXED.match(word)
    if prefixed and word not in _NO_COMPOUNDS and prefixed[2] in _IRREGULAR:
        return prefixed[1] + _IRREGULAR[prefixed[2]]
    return word


def also(word: str) -> str | None:
    """Another word of which ``word`` may be a form: life for lives, which may be of live too."""
    return _AMBIGUOUS.get(word)


def _pairs(table: str) -> dict[str, str]:
    """Each form with the first word of its line."""
    return {
        form: word for word, *forms in (line.split() for line in table.split(";")) for form in forms
    }


_IRREGULAR: Final = _pairs(_FORMS)
_SPELT: Final = {british: american for american, british in _pairs(_SPELLINGS).items()}
