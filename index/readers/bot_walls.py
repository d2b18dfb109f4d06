"""What a site shows in place of an article: a bot wall or an error page; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.types import Document

_LONGEST: Final = 2_500
"""Characters; walls are short, and an article about them is long."""

_TITLES: Final = re.compile(
    r"(?:pardon our interruption|just a (?:moment|second)|attention required|access (?:is |to this "
    r"page (?:has been|is) )?denied|are you (?:a )?(?:robot|human)|(?:robot|bot|human) (?:check|"
    r"verification)|(?:security|browser|checking your) (?:check|browser)|please wait|one more step|"
    r"verif(?:y|ying) (?:that )?you are (?:a )?human|(?:sorry, )?you have been blocked|"
    r"request (?:rejected|unsuccessful|blocked)|(?:http )?error(?: [45]\d\d)?|"
    r"(?:the |this )?page (?:was |is )?(?:not found|can(?:no|')t be found|unavailable)|not found|"
    r"forbidden|bad gateway|gateway time-?out|service unavailable|internal server error|"
    r"too many requests|server error|site (?:under )?maintenance|ddos-guard|captcha|"
    r"(?:nur )?einen moment(?:,? bitte)?|un (?:momento|instant|moment)|(?:seite|page|página"
    r"|pagina) "
    r"(?:nicht gefunden|non trouvée|introuvable|no encontrada|non trovata|niet gevonden|não"
    r" encontrada)|"
    r"zugriff verweigert|accès refusé|acceso denegado|accesso negato|toegang geweigerd|acesso"
    r" negado"
    r"|подождите|(?:один|одну) (?:момент|минут[уы])|проверка браузера|доступ (?:запрещ[её]н"
    r"|ограничен)"
    r"|страница не найдена|请稍[候等后]|安全验证|人机验证|访问被拒绝|(?:页面|网页)(?:不存在"
    r"|未找到|无法访问)"
    r"|お待ちください|アクセスが拒否されました|(?:お探しの)?ページが見つかりません(?:でした)?"
    r"|잠시만 기다려 ?주(?:세요|십시오)|접근이 거부되었습니다|페이지를 찾을 수 없습니다|bir"
    r" (?:dakika|saniye)"
    r"(?: lütfen)?|sayfa bulunamadı|erişim engellendi|um momento(?: por favor)?|nie znaleziono"
    r" strony"
    r"|dostęp zabroniony|(?:robot or human|human or robot)|un attimo(?: prego)?)"
    r"\W*(?:[|–—-].{0,60})?",
    re.IGNORECASE,
)

_SIGNS: Final = tuple(
    (tuple(words.split()), re.compile(pattern))
    for words, pattern in (
        ("bot", r"you(?:'re| are| were| might be|r browser is)? (?:not )?(?:an? )?(?:ro)?bot\b"),
        (
            "cookies javascript js",
            r"(?:enable|turn on|accept|allow|disabled?|support)\W+(?:\w+\W+){0,3}"
            r"(?:cookies|javascript|js)\b|(?:cookies|javascript) (?:is|are|must be|needs? to be)\b",
        ),
        (
            "you browser robot human",
            r"(?:verify|confirm|prove|checking|verifying) (?:that )?(?:you(?:'re| are)|your"
            r" browser|"
            r"if the site)|not a robot",
        ),
        (
            "unusual suspicious automated human malicious",
            r"unusual (?:traffic|activity)|suspicious activity|automated (?:access|requests"
            r"|queries|"
            r"traffic|tools)|super-?human speed|malicious",
        ),
        (
            "id # number code reference 番号",
            r"\b(?:ray|incident|request|reference|support|event|block|transaction|error) ?(?:id|#|"
            r"number|code|reference)\b\W{0,3}[\w.#-]{4,}|reference #|参照番号",
        ),
        (
            "captcha cloud capsula perva akamai datadome perimeterx distil sucuri ddos fence "
            "edgesuite",
            r"captcha|cloudflare|incapsula|imperva|akamai|datadome|perimeterx|distil|sucuri|ddos|"
            r"wordfence|edgesuite",
        ),
        (
            "cookies javascript",  # in German, French, Spanish, Portuguese, Italian, Dutch
            r"(?:aktivier|activ|habilit|attiv|abilit|accept|akzeptier|inschakel|schakel|erlaub"
            r"|zulass)"
            r"\w*\W+(?:\w+\W+){0,5}(?:cookies|javascript)\b"
            r"|(?:cookies|javascript)\W+(?:\w+\W+){0,5}(?:aktivier|zulass|erlaub|inschakel|in te"
            r" sch)",
        ),
        (
            "robo mensch humain humano umano mens",
            r"(?:kein|pas un|no (?:eres|es) un|non sei un|geen|não é um) rob|sie ein mensch|êtes "
            r"(?:un )?humain|eres (?:un )?humano|é humano|sei (?:un )?umano|een mens bent",
        ),
        (
            "gefunden introuvable existi existe encontr trovata esiste gevonden",
            r"(?:seite|page|página|pagina|url|artikel|article)\b.{0,80}(?:nicht gefunden|existiert "
            r"nicht|introuvable|n'existe (?:pas|plus)|no existe|no se (?:ha )?encontr|non"
            r" (?:trovata|"
            r"esiste)|niet gevonden|bestaat niet|não (?:encontrad|existe|foi encontrad))",
        ),
        (
            "verweigert refusé denegado negato geweigerd negado gesperrt bloqu",
            r"zugriff verweigert|accès refusé|acceso denegado|accesso negato|toegang geweigerd|"
            r"acesso negado|(?:wurden?|été|sido|stato) (?:gesperrt|blockiert|bloqu|bloccat)",
        ),
        (
            "sicherheit sécurité seguridad segurança sicurezza безопасност 安全",
            r"(?:sicherheit ihrer|sécurité de (?:votre|la)|seguridad de (?:su|la)|segurança"
            r" da(?: sua)?"
            r"|sicurezza della(?: tua)?) (?:verbindung|connexion|conexión|conexão|connessione)"
            r"|безопасност\w+ (?:вашего )?(?:соединения|подключения)|连接的安全性|安全(?:验证"
            r"|检查)",
        ),
        (
            "human robot бот чел 人 ロボット 로봇 사람",
            r"(?:usted|você) (?:es |é )?humano|que (?:es|é) (?:usted |você )?humano|you(?:'re|"
            r" are) human"
            r"|не робот|что вы человек|是否是?真人|不是机器人|人机|ロボットではありません"
            r"|로봇이 아|사람인지",
        ),
        (
            "javascript cookie",
            r"(?:включите|разрешите|启用|开启|有効|활성화|허용|etkinleştir"
            r"|włącz)\W*(?:\w+\W+){0,4}(?:javascript"
            r"|(?:файлы )?cookie)|(?:javascript|cookies?).{0,12}(?:有効|启用|활성화|허용"
            r"|etkinleştir)",
        ),
        (
            "браузер доступ страниц 页 访问 权限 ページ アクセス 페이지 접근 권한 sayfa erişim "
            "stron",
            r"провер\w+ (?:вашего )?браузера|доступ\w* .{0,30}(?:запрещ|огранич|заблок)"
            r"|страниц\w .{0,40}"
            r"(?:не найдена|не существует|удалена)|(?:页面|网页).{0,12}(?:不存在|未找到|已删除)"
            r"|没有权限|访问被拒绝"
            r"|ページ.{0,20}(?:見つかりません|移動|削除)|アクセスする権限|페이지.{0,20}찾을 수"
            r" 없|권한이 없"
            r"|sayfa .{0,30}(?:bulunamadı|kaldırıl)|strona? .{0,30}nie (?:istnieje|została"
            r" znaleziona)",
        ),
        (
            "hold complete solve",
            r"(?:press|activate|click) (?:and|&) hold|complete the (?:security )?ch|solve the ch",
        ),
        (
            "block protect trigger action",
            r"(?:security (?:service|solution|policy|rules?)|firewall|attacks?)\b.{0,80}(?:block|"
            r"protect|trigger|action)|(?:have|has|was|were|is) (?:been )?blocked",
        ),
        (
            "connection network ip",
            r"security of your connection|(?:from|of) your (?:network|ip|connection)\b|your ip\b",
        ),
        ("plugin block ghostery noscript", r"browser plugin|ad ?block|ghostery|noscript"),
        (
            "redirect your",
            r"redirect(?:ed|ing)?\b.{0,60}(?:shortly|automatically|momentarily|soon|seconds)",
        ),
        (
            "permission access authori",
            r"(?:do not|don't) have (?:permission|access)|access (?:to .{0,60} )?(?:is |has been"
            r" |was )?"
            r"(?:denied|forbidden|restricted|limited)|not authori[sz]ed",
        ),
        (
            "found exist available moved removed deleted",
            r"\b(?:url|page|resource|file|document|article)\b.{0,80}(?:not found|could ?n[o']t be "
            r"found|cannot be found|can't be found|no longer (?:exists|available)|does ?n[o']t"
            r" exist"
            r"|(?:may have|has) been (?:moved|removed|deleted))",
        ),
        (
            "check typed return back go use",
            r"(?:check|mistyped|typed|retype).{0,40}(?:url|address|spelling|link)|(?:return|go"
            r"|back) "
            r"to (?:the )?(?:home ?page|main page|previous page)|use the (?:search|navigation)",
        ),
        (
            "server gateway upstream service again refresh reload",
            r"(?:server|gateway|upstream|service)\b.{0,80}(?:error|unavailable|unable|overloaded|"
            r"timed? ?out|maintenance|invalid response)|try again (?:later|in a)|refresh the"
            r" page|reload",
        ),
        ("owner master administrator", r"(?:site|web|server|system) ?(?:owner|master|admin)"),
        (
            "nginx apache forbidden found internal bad",
            r"\b(?:nginx|apache)/?[\d.]*(?: \(\w+\))?(?: server at|$)|\b(?:403|404|500|502|503|504)"
            r"\W+(?:forbidden|not found|internal|bad|service|gateway|error)",
        ),
    )
)
"""What such pages say, in lower case: words of which one must be there, and what is looked for."""

_STATUS: Final = re.compile(
    r"(?:error |http )?(?:400 bad request|401 unauthori[sz]ed|403 forbidden|404 (?:page )?not found"
    r"|405 method not allowed|408 request time-?out|410 gone|429 too many requests|451"
    r" unavailable.*"
    r"|500 internal server error|502 bad gateway|503 service (?:temporarily )?unavailable"
    r"|504 gateway time-?out)",
    re.IGNORECASE,
)
_FEWEST: Final = 3
_FEWEST_TITLED: Final = 1
_SHORT: Final = 160
"""Characters below which an ordinary title needs one sign less, and a status none at all."""

_DENSITY: Final = 180
"""Characters of text for each sign, at most: a wall speaks of nothing else."""


def wall(document: Document) -> str:
    """What a page calls itself that is a wall or an error; empty for an article.

    A title of that kind needs one other sign, an ordinary one three (two in a very short text), and
    no more text stands between them than such a page has.
    """
    text = document.text
    if len(text) > _LONGEST:
        return ""
    flat = " ".join(text.replace("’", "'").split())
    title = " ".join(document.title.replace("’", "'").split())
    first = next(iter(flat.split(". ")), "")[:80]
    short = len(flat) < _SHORT
    status = bool(_STATUS.fullmatch(title) or _STATUS.fullmatch(first))
    if status and short:
        return title or first
    named = status or bool(_TITLES.fullmatch(title) or _TITLES.fullmatch(first))
    lowered = flat.lower().removeprefix(title.lower())
    signs = sum(
        any(word in lowered for word in words) and pattern.search(lowered) is not None
        for words, pattern in _SIGNS
    )
    if signs < (_FEWEST_TITLED if named else _FEWEST - short):
        return ""
    if len(flat) > _DENSITY * (signs + 2 * named):
        return ""
    return title or first
