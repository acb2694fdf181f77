"""How things look where colour cannot be trusted: every glyph in a Unicode and an ASCII set.

Meaning is never carried by colour alone: a status is a glyph and a letter, a star is a sign, focus is a mark. The
set is chosen once at the start (:mod:`tui.terminal`) and handed down; nothing here looks at the environment.
"""

from __future__ import annotations

from msgspec import Struct

from store.model import Status


class Glyphs(Struct, frozen=True):
    """One set of signs. ``bars`` run from one eighth to full; ``levels`` of a spark line from none to most."""

    planned: str
    reported: str
    confirmed: str
    denied: str
    star: str
    cursor: str
    rule: str
    divider: str
    ellipsis: str
    bars: str
    shade: str
    window_start: str
    window_end: str
    link: str
    bullet: str
    arrow: str
    cross: str
    prompt: str

    def status(self, status: Status) -> str:
        """The glyph and letter of a status, such as ``●C``."""
        sign: str = getattr(self, status)
        return sign + status[0].upper()


UNICODE = Glyphs(
    planned="○",
    reported="◐",
    confirmed="●",
    denied="×",
    star="★",
    cursor="▌",
    rule="─",
    divider="│",
    ellipsis="…",
    bars="▁▂▃▄▅▆▇█",
    shade="░",
    window_start="▕",
    window_end="▏",
    link="→",
    bullet="·",
    arrow="→",
    cross="×",
    prompt="›",
)

ASCII = Glyphs(
    planned="o",
    reported="~",
    confirmed="*",
    denied="x",
    star="+",
    cursor=">",
    rule="-",
    divider="|",
    ellipsis="..",
    bars=".:-=+*%#",
    shade="'",
    window_start="[",
    window_end="]",
    link="->",
    bullet="-",
    arrow="->",
    cross="x",
    prompt=">",
)


def spark(values: tuple[int, ...], glyphs: Glyphs) -> str:
    """A spark line: one sign a value, blank for none, scaled to the largest."""
    most = max(values, default=0)
    if not most:
        return " " * len(values)
    steps = len(glyphs.bars)
    return "".join(glyphs.bars[-(-value * steps // most) - 1] if value else " " for value in values)


def counted(number: int, word: str, plural: str = "") -> str:
    """``1 event``, ``51 events``, ``1,204 events``."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
