"""Date expressions of English news: found, read, and explained.

A text goes through five steps, each a module of its own: :mod:`.scan` makes tokens, the rules (:mod:`.day_rules`,
:mod:`.period_rules`, :mod:`.relative_rules`, in the notation of :mod:`.pattern`) make forms of them,
:mod:`.phrases` joins what belongs together, :mod:`.anchoring` finds the place of each form on the calendar (with
:mod:`.yearly`, :mod:`.weekly` and the :mod:`.tense` of the sentence), and :func:`tag` writes down the result.

What is a date expression, how far it reaches and what its value is follows TimeML (Saurí et al., TimeML Annotation
Guidelines 1.2.1, 2006), with three differences: a range is one expression (its ends are kept beside it), durations and
repeated dates are left out, and so is what names no time on the calendar ("now", "recently").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store.suggest.timex.anchoring import read
from store.suggest.timex.context import Context, Reading, Seen
from store.suggest.timex.forms import Form, Steps
from store.suggest.timex.model import Alternative, Basis, Timex
from store.suggest.timex.modifiers import Piece
from store.suggest.timex.parts import edtf_of, extent, span
from store.suggest.timex.phrases import phrases
from store.suggest.timex.scan import scan

__all__ = ["Alternative", "Basis", "Timex", "tag"]


def tag(text: str, published: date) -> list[Timex]:
    """The date expressions of a text in order, none overlapping; relative ones are counted from ``published``.

    Takes any string, and time in proportion to its length.
    """
    context = Context(scan(text), published)
    return [timex for piece in phrases(context.tokens) for timex in read_in_turn(text, piece, context)]


def read_in_turn(text: str, piece: Piece, context: Context) -> Iterator[Timex]:
    """The expression of a piece, remembered for those after it; two of a range whose ends make no stretch of time."""
    reading = read(piece, context)
    if reading is None:
        for end in piece.ends:
            yield from read_in_turn(text, end, context)
        return
    ends = tuple(expression(text, end, own, context) for end in piece.ends if (own := read(end, context)))
    made = expression(text, piece, reading, context, ends if len(ends) == 2 else ())
    compared = isinstance(piece.form, Steps) and piece.form.like
    context.seen.append(Seen(reading.last or reading.period, made.text, made.start, piece.first, compared))
    yield made


def expression(text: str, piece: Piece, reading: Reading, context: Context, ends: tuple[Timex, ...] = ()) -> Timex:
    start, end = context.tokens[piece.first].start, context.tokens[piece.stop - 1].end
    return Timex(
        start=start,
        end=end,
        text=text[start:end],
        value=value(piece.form, reading),
        edtf=edtf(piece.form, reading, context.published),
        rule=piece.rule,
        why=reading.why,
        confidence=reading.confidence,
        basis=reading.basis,
        alternatives=reading.alternatives,
        ends=ends,
    )


def value(form: Form, reading: Reading) -> str:
    """The TIMEX3 value; of a range both ends, with a stroke."""
    if reading.value:
        return reading.value
    if reading.last:
        return f"{reading.period.timex}/{reading.last.timex}"
    return reading.period.timex + (f"T{form.daypart}" if form.daypart and reading.period.unit == "day" else "")


def edtf(form: Form, reading: Reading, published: date) -> str:
    if reading.within:
        return edtf_of(reading.within)
    if reading.last:
        return edtf_of(span(reading.period, reading.last))
    return edtf_of(extent(reading.period, form.part, form.approximate, published))
