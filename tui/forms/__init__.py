"""Records as forms: which fields a person fills in, how each text is read, and the record that comes of it. Pure."""

from tui.forms.fields import Choice, Field, FieldError, Form, Names, Read
from tui.forms.records import of_actor, of_article, of_claim, of_event

__all__ = [
    "Choice",
    "Field",
    "FieldError",
    "Form",
    "Names",
    "Read",
    "of_actor",
    "of_article",
    "of_claim",
    "of_event",
]
