"""Boilerplate told from one line: sign-ups, share bars, adverts, pointers, copyright; pure.

The vocabulary is that of English-language web pages at large; no publisher's own phrases are in
it. What these words do not give away, structure and repetition do: see
``index.boilerplate.marking``.
"""

from __future__ import annotations

import re

from index.article.calls_to_action import NETWORK, is_call, plain_words, reports

SIGN_UP = "sign-up block"
SHARE = "share bar"
ADVERT = "advert marker"
POINTER = "pointer to another page"
RELATED = "heading of a teaser list"
COMMENTS = "comment prompt"
APPEAL = "appeal to readers"
CONSENT = "consent notice"
COPYRIGHT = "copyright line"

_READ_ALSO = (
    r"(?:lire\saussi|à\slire(?:\saussi)?|voir\saussi|lesen\ssie\s(?:auch|dazu)|mehr\szum\sthema"
    r"|siehe\sauch|lea?e?\stambién|leer\s(?:también|más)|ver\stambién|leia\s(?:também|mais)"
    r"|veja\stambém|leggi\sanche|lees\sook|läs\s(?:också|även|mer)|les\sogså|læs\sogså|lue\smyös"
    r"|czytaj\s(?:także|też|również)|zobacz\s(?:także|też)|čtěte\stak[ée]|přečtěte\ssi|citește\sși"
    r"|pročitajte\si|читайте\sтакже|читайте\sтакож|bunu\sda\sokuyun|ayrıca\sokuyun|διαβάστε\sεπίσης"
    r"|[اإ]قر[أا]\sأيض[ًا]{1,2}|بیشتر\sبخوانید|קראו\sגם|यह\sभी\sपढ़ें|baca\sjuga|xem\sthêm|đọc\sthêm"
    r"|อ่านเพิ่มเติม|相关阅读|相關閱讀|延伸閱讀|延伸阅读|関連記事|あわせて読みたい|관련\s?기사)"
)
_RELATED_ABROAD = (
    r"(?:(?:ähnliche|verwandte|weitere)\s(?:artikel|themen|beiträge)|das\skönnte\ssie\sauch\sinteressieren"
    r"|articles?\s(?:liés|similaires|connexes)|sur\sle\smême\s(?:sujet|thème)"
    r"|(?:artículos|noticias|notas)\srelacionad[ao]s|(?:artigos|notícias|matérias)\srelacionad[ao]s"
    r"|articoli\s(?:correlati|simili)|potrebbe\sinteressarti(?:\sanche)?|gerelateerde\s(?:artikelen|berichten)"
    r"|(?:liknande|relaterade)\sartiklar|relaterte\s(?:artikler|saker)|relaterede\sartikler"
    r"|aiheeseen\sliittyvää|(?:související|podobné)\sčlánky|súvisiace\sčlánky|kapcsolódó\scikkek"
    r"|(?:podobne|powiązane)\sartykuły|(?:похожие|связанные)\s(?:статьи|новости)|(?:материалы\s)?по\sтеме"
    r"|(?:схожі|пов.язані)\s(?:статті|новини)|σχετικά\sάρθρα|articole\s(?:similare|asemănătoare)"
    r"|ilgili\shaberler|artikel\sterkait|(?:bài\sviết|tin)\sliên\squan|(?:مقالات|مواضيع|أخبار)\sذات\sصلة"
    r"|संबंधित\s(?:खबरें|ख़बरें|लेख)|ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง"
    r"|相关(?:文章|新闻|报道)|相關(?:文章|新聞|報導)|おすすめ記事|관련\s?(?:글|뉴스))"
)
_STORIES = (
    r"(?:articles?|stor(?:y|ies)|news|posts?|reads?|reading|content|coverage|headlines|topics"
    r"|links?|videos?)"
)
_ACTION = (
    r"(?:save|share|gift|print|pin|e-?mail|listen|comment|copy|follow|bookmark|tweet|download)"
)
_BAR_WORD = (
    rf"(?:{_ACTION}|{NETWORK}|link|post|send|comments|icon|logo|button|this|the|article|story|page"
    r"|on|via|to|with|by|in|your|friends?|or|and|it|a|\d[\d.,]*k?)"
)
_CONTACT = (
    r"(?:call|e-?mail|contact|write|get\sin\stouch|tell|let\sus\sknow|send|message|text|click)"
)

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.VERBOSE))
    for reason, pattern in (
        (
            COPYRIGHT,
            r"""(?:©|\(c\)\s(?:copyright\s)?\d{4}|copyright\s(?:©|\(c\)|\d{4}\b)).{0,200}
            |copyright\s.{1,60}\b\d{4}\W{0,3}
            |(?:.{0,160}[\d.,;:|)©–—-]\s?)?all\srights\sreserved\W{0,3}
            |.{0,80}©\s?\d{4}.{0,80}
            |.{0,160}\b(?:alle\srechte\svorbehalten|tous\sdroits\sréservés|todos\slos\sderechos
            \sreservados|todos\sos\sdireitos\sreservados|tutti\si\sdiritti\s(?:sono\s)?riservati
            |alle\srechten\svoorbehouden|все\sправа\sзащищены|всі\sправа\sзахищен[оі]
            |wszelkie\sprawa\szastrzeżone|všechna\správa\svyhrazena|minden\sjog\sfenntartva
            |toate\sdrepturile\srezervate|tüm\shakları\ssaklıdır|alla\srättigheter\sförbehållna
            |kaikki\soikeudet\spidätetään|alle\srettigheter\sforbeholdt
            |με\sεπιφύλαξη\sπαντός\sδικαιώματος|(?:جميع|كل|كافة)\sالحقوق\sمحفوظة
            |(?:تمامی|کلیه)\sحقوق\s.{0,40}محفوظ.{0,10}|כל\sהזכויות\sשמורות
            |सर्वाधिकार\sसुरक्षित)\b.{0,80}
            |.{0,80}(?:版权所有|版權所有|無断転載|무단\s?전재|สงวนลิขสิทธิ์).{0,80}""",
        ),
        (
            ADVERT,
            r"""(?:advertisements?|adverts?|ads?|sponsored(?:\s(?:content|links?|post))?
            |paid\s(?:content|post|partnership)|promoted(?:\s(?:content|stories))?
            |(?:ads?|(?:proudly\s)?powered)\sby\s\S.{0,30}|(?:sponsored|promoted)\sby\s.{1,100}(?<!\.)
            )[\s:.–—-]*
            |.{0,120}\b(?:gamble|drink)\s(?:responsibly|aware)\b.{0,60}
            |.{0,120}\b(?:earn|receive)\s(?:a|an\saffiliate)\scommission\b.{0,120}
            |(?:the\s)?(?:article|story|content|post)\scontinues\s(?:below|after|beneath).{0,40}
            |(?:scroll|swipe)\s(?:down|up|left|right)(?:\s(?:for|to|through)\s.{1,50})?(?<!\.)
            |(?:skip|remove|hide|close|report)\s(?:this\s|the\s)?(?:advertisements?|ads?)\b.{0,20}
            |(?:after|end\sof)\s(?:the\s)?(?:newsletter\s)?(?:promotion|advertisement|ad)
            |why\s(?:this\sad|am\si\sseeing\s.{1,20})\W*
            |(?:skip|jump)\s(?:past|to|over)\s(?:the\s)?(?:.{0,20}\s)?
            (?:newsletters?|promotion|adverts?|ads?|navigation|content|comments|menu)\b.{0,20}(?<!\.)""",
        ),
        (
            SHARE,
            rf"""(?={_BAR_WORD}\b)(?=.*\b(?:{_ACTION}|{NETWORK}\b.*\b{NETWORK})\b)
            (?:{_BAR_WORD}(?:[\s|/,·•:+]+|$)){{2,}}
            |(?:{_ACTION}\b[^|·•/]{{0,25}}[|·•/]\s?)+{_ACTION}\b[^|·•/]{{0,25}}
            |(?:reuse|republish|reprint)\sthis\s(?:content|article|story|piece)(?<!\.)
            |click\sto\s(?:share|e-?mail|print|tweet|pin)\b.{{0,80}}
            |share(?:\sthis\b.{{0,40}}|\s(?:on|via)\b.{{0,40}})?\W*""",
        ),
        (
            COMMENTS,
            r"""(?:leave|post|add|write|view|read|show|hide|see|load|join)\s(?:a|an|your|all|the|more
            |\d+)\s?(?:\d+\s)?(?:public\s|reader\s)?(?:comments?|reply|replies|conversation|discussion
            |debate)\b(?!.*[,;]).{0,40}
            |\d+\s(?:thoughts?|responses?|replies|comments?)\s(?:on|to)\s.{1,150}
            |(?:view\s|show\s)?(?:\d[\d,.]*|no)\s(?:comments?|replies)
            |comments?\s(?:\(\d+\)|are\s(?:now\s)?(?:closed|off|disabled|moderated).{0,40})
            |.{0,120}\b(?:share|tell|let\sus\sknow|leave|sound\soff|comment|post|discuss|join)\b.{0,60}
            \b(?:in|on)\sthe\scomments?(?:\s(?:section|below|box))*(?:\sbelow)?\W{0,3}
            |have\syour\ssay.{0,60}|(?:be\sthe\sfirst\sto\s)comment.{0,20}
            |.{0,60}\baccepting\scomments\b.{0,40}
            |(?:what\sdo\syou\sthink|do\syou\sagree)\b.{0,60}
            \b(?:comments?|below|us|e-?mail|letters?)\b.{0,90}""",
        ),
        (
            APPEAL,
            rf"""(?:do|did|have|are|were|got|spotted|seen|noticed|know|want|need)\b.{{0,90}}\?\s
            (?:.{{0,60}}[.,:]\s)?(?:please\s)?{_CONTACT}\b.{{0,40}}
            \b(?:us|our|me|reporters?|newsdesk|newsroom|desk|editors?|here|confidence|\S+@\S+)\b.{{0,90}}
            |(?:have\s(?:you\s)?)?got\s(?:a|an|any)\s(?:view|opinion|question|tip|story|comment|news)
            \b.{{0,60}}\?\s.{{0,90}}""",
        ),
        (
            CONSENT,
            r"""(?:this|we|our|the)\s.{0,60}\b(?:sets?|uses?|places?|stores?)\b.{0,30}\bcookies\b
            .{0,120}
            |(?:accept|allow|manage|reject|enable)\s(?:all\s)?(?:cookies|.{1,30}\scontent)\b.{0,60}""",
        ),
        (
            RELATED,
            rf"""(?:you\s(?:may|might)\s(?:also\s)?(?:like|enjoy|be\sinterested\sin)(?:\sthese|\sthis)?
            |(?:recommended|related|trending|popular|featured|suggested|similar|latest|top|more)
            (?:\s(?:{_STORIES}|now|today|for\syou))+
            |more(?=:)|(?:recommended|related|trending|up\snext|see\salso|read\snext)
            |most\s(?:read|popular|viewed|shared|watched|commented)
            (?:\s(?:in|on|this|today|now|from|{_STORIES})\b.{{0,30}})?
            |(?:more|latest|elsewhere)\s(?:(?:{_STORIES})\s)?(?:from|on)\s.{{1,50}}(?<!\.)
            |also\s(?:read|see|watch|of\sinterest)
            |also\s(?:on|in)\s(?:this|the)\s(?:issue|series|section|site|topic)
            |(?:read|watch|explore|discover|what\sto\sread)\s(?:more|next|also|this\snext)
            (?:\son\s(?:this|these)\s\w+)?
            |(?:editors?'?s?'?|reader'?s'?|staff)\s(?:picks?|choices?|favou?rites)
            |(?:don'?t\smiss|in\scase\syou\smissed\sit|around\sthe\sweb|from\sthe\s(?:web|archives?)
            |popular\sin\s.{{1,40}}|keep\sreading))[\s:…>»→.]*""",
        ),
        (RELATED, rf"(?:{_READ_ALSO}|{_RELATED_ABROAD})[\s:：…>»→.]*"),
        (
            POINTER,
            rf"""[-–—>»→▶•*\[\s]*{_READ_ALSO}\s?[:：|»→>]\s?\S.{{0,200}}""",
        ),
        (
            POINTER,
            r"""[-–—>»→▶•*\[\s]*(?:(?:read|see|watch|find\sout|learn|view)\s(?:more|also|next|related
            |the\sfull)|continue\sreading|related(?:\s\w+)?|more|also\sread|(?:read|see|watch|listen)
            (?:\s(?:this|here|(?:the\s)?video))?)\s?[:|»→>]\s?\S.{0,200}
            |[->»→▶\[\s]*(?:read|see|watch|find\sout|learn|view|load|show)\s(?:more|also|next|all|gallery
            |(?:the\s)?(?:full|rest|whole|original|complete|entire)\s(?:of\s)?.{0,40})
            (?:\s(?:here|about|on|at|of|in|from)\b.{0,80}|\sat\s?:.{0,120})?[\s….\]>»→:]*
            |(?:continue|keep)\sreading(?:\sthe\s.{0,40})?[\s….>»→:]*
            |(?:.{0,40}\?\s)?(?:click|tap|press)\s(?:here|below|for\svideo|(?:on\s)?(?:the|this)\slink)
            \b.{0,90}
            |(?:back|return)\sto\s(?:top|home|the\s(?:top|home\s?page))
            |(?:previous|next)\s(?:article|story|post|page)
            |(?:video|poll|gallery|image|comments|content)\s(?:is\s)?loading\b.{0,90}|loading\s?[….]*""",
        ),
    )
)

_LOOSE = frozenset({ADVERT, COMMENTS, RELATED, APPEAL, CONSENT})
"""Kinds whose patterns leave room for a sentence of prose."""


def boilerplate_kind(line: str) -> str:
    """Say what boilerplate ``line`` is, going by its words alone; empty if it may be prose.

    A quotation, and a line that reports what somebody said, is none.
    """
    words = plain_words(line)
    if not words:
        return ""
    bare = words[2:].lstrip() if words[:2] in ("* ", "• ", "· ", "- ") else words
    for reason, pattern in _RULES:
        if pattern.fullmatch(bare):
            return "" if reason in _LOOSE and reports(words) else reason
    return SIGN_UP if is_call(line) else ""
