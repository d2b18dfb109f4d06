"""The words that questions begin with: who, what, where, when, why, how and which.

Snowball's lists of function words have only some of them: in German neither "wer" nor "warum".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from index.keyword.characters import unaccented

QUESTION_WORDS: Final[Mapping[str, str]] = {
    "da": "hvem hvis hvad hvor hvorhen hvorfra hvornår hvorfor hvordan hvorledes hvilken hvilket "
    "hvilke hvormed hvori hvortil",
    "de": "wer wen wem wessen was wo wohin woher wann warum weshalb weswegen wieso wie wieviel "
    "wieviele welch welche welchem welchen welcher welches wobei wodurch wofür wogegen womit "
    "wonach woran worauf woraus worin worüber worum worunter wovon wovor wozu",
    "en": "who whom whose what where whence when why how which",
    "es": "quién quiénes qué dónde adónde cuándo cuánto cuánta cuántos cuántas cómo cuál cuáles "
    "porqué cuyo cuya cuyos cuyas",
    "fi": "kuka ketkä kenen keiden kenet keitä ketä kenellä kenelle keneltä kenessä kenestä keneen "
    "mikä mitkä minkä mitä missä mistä mihin minne millä mille miltä milloin koska miksi miten "
    "kuinka kumpi kumman montako paljonko millainen millaista millaisia",
    "fr": "qui que quoi qu où quand pourquoi comment combien quel quelle quels quelles lequel "
    "laquelle lesquels lesquelles duquel desquels desquelles auquel auxquels auxquelles",
    "hu": "ki kik kit kiket kinek kié kivel mi mik mit miket minek mivel miben miből mikor mióta "
    "meddig hol hova hová honnan merre miért hogyan hogy melyik melyiket melyek mely milyen "
    "mennyi hány hányan",
    "it": "chi che cosa dove donde quando perché come qual quale quali quanto quanta quanti quante",
    "nl": "wie wiens wat waar waarheen waarvandaan wanneer waarom hoe hoeveel welk welke waaraan "
    "waardoor waarin waarmee waarop waarover waarvan waarvoor",
    "no": "hvem hva hvis hvor hvorhen hvorfra når hvorfor hvordan hvilken hvilket hvilke kven kva "
    "kvar kvifor korleis",
    "pt": "quem que quê onde aonde donde quando porquê porque como qual quais quanto quanta "
    "quantos quantas cujo cuja cujos cujas",
    "ru": "кто кого кому кем ком что чего чему чем чём где куда откуда когда почему зачем отчего "
    "как сколько какой какая какое какие какого какой какому каким каком какую какими каких "
    "который которая которое которые которого которой которому которым котором которую которыми "
    "которых чей чья чьё чьи",
    "sv": "vem vems vad var vart varifrån när varför hur vars vilken vilket vilka vilkas",
    "tr": "kim kimi kime kimin kimden kimde kimler ne neyi neye neden neler nerede nereye nereden "
    "niçin niye nasıl hangi hangisi kaç",
}
"""By language, each in all its forms."""

_FIRST_NAMES: Final = {"che", "kim"}

_EVERY: Final = {word for words in QUESTION_WORDS.values() for word in words.split()}

BEGINNINGS: Final = frozenset(_EVERY | set(map(unaccented, _EVERY))) - _FIRST_NAMES
"""Those that begin a question whatever follows, with and without accents."""
