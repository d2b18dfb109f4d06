"""Lines that call on the reader to sign up, subscribe or follow; pure, English vocabulary."""

from __future__ import annotations

import re

from index.article.paragraphs import ends_sentence

LONGEST = 260
"""Such lines are short: no line of more characters is told by its words."""

NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|whats ?app|reddit|pinterest|telegram|messenger"
    r"|tumblr|flipboard|youtube|tik ?tok|snapchat|threads|bluesky|mastodon"
    r"|google ?(?:\+|plus|news))"
)

_QUOTES = "\"'“”‘’«»„"
_REPORTED = re.compile(
    r"\b(?:said|says|told|tells|wrote|writes|asked|asks|added|according|argued|argues|was|were|had)\b"
)
_LONGEST_BARE_CALL = 70
_MAIL = (
    r"(?:newsletters?|inbox(?:es)?|e-?mails?|mailing list|bulletins?|digests?|briefings?"
    r"|dispatch(?:es)?|alerts?|notifications?|updates?|round-?ups?)"
)
_CLEAR_VERB = (
    r"(?:sign\sup|subscribe|unsubscribe|register|donate|download|follow|join|become"
    r"|log\sin|sign\sin)"
)
_OPEN_VERB = (
    r"(?:get|receive|like|support|stay|keep|never\smiss|don'?t\smiss|enter|listen|try|start|create"
    r"|unlock|upgrade|activate|turn\son|enable|add|choose|help|enjoy|escape|discover|explore)"
)
_CLEAR_CALL = re.compile(rf"\W*(?:please\s|why\snot\s)?{_CLEAR_VERB}\b")
_OPEN_CALL = re.compile(rf"\W*(?:please\s)?{_OPEN_VERB}\b")
_LATER_CALL = re.compile(
    rf".*(?:[.?!:–—,>]|\b(?:to|and|please|so|then|now|or))\s+"
    rf"(?:{_CLEAR_VERB}|get|receive|tap|click|(?:turn|switch)\son)\b"
)
_DELIVERY = re.compile(
    r"\b(?:newsletters?|inbox|e-?mails?|mailing list|bulletins?|digests?|briefings?|round-?ups?"
    r"|unsubscribe|subscri\w+|sign(?:ing)?[\s-]up|spam|privacy|journalism|membership|delivered)\b"
)
_STEP_VERB = re.compile(r"\W*(?:create|enter|choose|add|try|start|enable|turn\son)\b")
_BY_POST = re.compile(
    r"\b(?:newsletters?|inbox|mailing list|digests?|briefings?|unsubscribe|subscri\w+)\b"
)
"""What makes an invitation of a sentence that could be a step of instructions."""

_OURS = re.compile(r"\b(?:our|us)\b")
_OFFER = re.compile(
    r"\b(?:free|latest|delivered|daily|weekly|every|straight|now|today|exclusive)\b"
)
_PROMISED = re.compile(
    rf"\b{_MAIL}\b|\b(?:subscribers?|subscriptions?|membership|free\strial|account|podcasts?|our\sapp"
    rf"|the\sapp|paywall|unlimited|ad-?free|push|journalism|password|e-?paper|edition|our\schannel)\b"
    rf"|\b(?:on|via)\s{NETWORK}\b|\bus\son\b|@\w"
)
_MAIL_OR_SUBSCRIPTION = re.compile(rf"\b{_MAIL}\b|\bsubscri")
_PERSON = re.compile(r"\b(?:you|your|you're|you'll|our|us|we|we'll|my)\b")
_BARE_CALL = re.compile(
    r"(?:(?:subscribe|sign\s(?:up|in)|log\sin|register|donate)(?:\s(?:now|today|here|free|for\sfree))*"
    r"(?:\s(?:to|with)\s.{1,40})?|(?:follow|join)(?:\s(?:us|now|today|here|free))*|unsubscribe"
    r"|become\sa\s(?:\w+\s)?(?:member|subscriber|supporter|patron|friend)(?:\s(?:now|today))?"
    r"|(?:yes,?\s)?(?:sign|count)\sme\s(?:up|in)|(?:your\s|enter\s)*e-?mail(?:\saddress)?)[\s.!>»→]*"
)
_AGREEMENT = re.compile(
    r"by\s(?:signing|subscribing|submitting|clicking|entering|providing|registering|continuing)\b"
    r".{0,60}\byou\b.{0,30}\b(?:agree|accept|consent|confirm|acknowledge)\b.*"
    r"|this\s(?:site|form)\sis\sprotected\b.*|privacy\s(?:notice|policy)(?:\s?[:|].*)?"
    r"|(?:thanks?|thank\syou)\sfor\s(?:signing|subscribing|joining|registering)\b.*"
)
_FOLLOW = re.compile(
    rf"\W*(?:follow|like|find|join)\s.{{1,60}}\son\s{NETWORK}\b.{{0,60}}|"
    r"\W*(?:become|join|subscribe|support)\b.{1,80}[£$€]\s?\d+[\d.,]*\s(?:a|per)\s(?:week|month|year)\b.{0,40}"
)
_ITEM = re.compile(r"(?:[-–*•·]|\(?\d{1,2}[.)]|step \d+[:.]?)\s\w")
_STEP = re.compile(
    r"\bthen\b|\bonce\s(?:you|it|that)|\bafter\s(?:that|you)|\bbefore\syou|\bnext,"
    r"|\band\s(?:choose|select|click|open|go|enter|tap|press|follow|verify|set|copy|paste|wait"
    r"|confirm|type|scan|bring|save|write|keep|print|fill|restart|run|note|connect)\b"
)
"""What follows is a next step: instructions, then, and no invitation."""


def plain_words(line: str) -> str:
    """``line`` in lower case with single spaces, or nothing if it is long or a quotation."""
    if len(line) > LONGEST or line[:1] in _QUOTES:
        return ""
    words = " ".join(line.lower().replace("’", "'").split())
    return words[1:-1] if words[:1] + words[-1:] in ("[]", "()", "**") else words


def reports(words: str) -> bool:
    """Whether ``words`` tell what somebody said or what was: prose, then."""
    return _REPORTED.search(words) is not None


def is_call(line: str) -> bool:
    """Whether ``line`` is an imperative that promises something of the web, or a bare one."""
    words = plain_words(line)
    if not words or _ITEM.match(words):
        return False
    if len(words) <= _LONGEST_BARE_CALL and _BARE_CALL.fullmatch(words):
        return not _STEP.search(words)
    if _AGREEMENT.fullmatch(words) or (_FOLLOW.fullmatch(words) and not reports(words)):
        return True
    clear, opening = _CLEAR_CALL.match(words), _OPEN_CALL.match(words)
    addressed = _PERSON.search(words) is not None
    if not (clear or opening or addressed) or not _PROMISED.search(words) or reports(words):
        return False
    if clear and ends_sentence(words):
        promised = words[clear.end() :]
        ours = _OURS.search(promised) is not None or _DELIVERY.search(promised) is not None
        return addressed and ours and not _STEP.search(words)
    if clear:
        return not _STEP.search(words)
    if opening:
        open_offer = not ends_sentence(words) and _OFFER.search(words) is not None
        ours = _OURS.search(words) is not None
        delivers = addressed and _DELIVERY.search(words) is not None
        step = ends_sentence(words) and (
            _STEP.search(words) is not None
            or (_STEP_VERB.match(words) is not None and not _BY_POST.search(words))
        )
        return not step and (open_offer or ours or delivers)
    mail = _MAIL_OR_SUBSCRIPTION.search(words) is not None
    return mail and _LATER_CALL.match(words) is not None


def may_be_sign_up(line: str) -> bool:
    """Whether ``line`` could go on a sign-up block beside it: a promise, a condition."""
    words = plain_words(line)
    if reports(words) or not _DELIVERY.search(words):
        return False
    return not ends_sentence(words) or _PERSON.search(words) is not None


def addresses_reader(line: str) -> bool:
    """Whether ``line`` is short and speaks to the reader, or opens like a command."""
    words = plain_words(line)
    if reports(words):
        return False
    return _PERSON.search(words) is not None or _OPEN_CALL.match(words) is not None


def opens_like_call(line: str) -> bool:
    """Whether ``line`` is short, open and opens with an imperative of the web: "Get …"."""
    words = plain_words(line)
    if not words or ends_sentence(words):
        return False
    return bool(_CLEAR_CALL.match(words) or _OPEN_CALL.match(words))
