"""The base of every form: cleaned text, French errors, rules' sentences on their field."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from app.base.core.errors import RuleBroken
from app.base.core.text import clean

LINE = 500
TEXT = 4000


class LineField(StringField):
    """One line of text, cleaned of what nobody types on purpose.

    What is too long is kept whole up to a bound, so that the person can shorten it.
    """

    def __init__(self, *args: Any, limit: int = LINE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean the first value sent."""
        if valuelist:
            self.data = clean(valuelist[0], limit=10 * self.limit)

    def pre_validate(self, form: PlainForm) -> None:  # noqa: ARG002 - called by WTForms
        """Refuse a text longer than the field's limit."""
        if self.data and len(self.data) > self.limit:
            raise ValidationError(_("Ce texte est trop long : %(n)d signes au plus.", n=self.limit))


class TextField(LineField, TextAreaField):
    """Several lines of text, cleaned in the same way."""

    def __init__(self, *args: Any, limit: int = TEXT, **kwargs: Any) -> None:
        super().__init__(*args, limit=limit, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean the first value sent, keeping its lines."""
        if valuelist:
            self.data = clean(valuelist[0], limit=10 * self.limit, lines=True)


class Form(FlaskForm):
    """A form that changes something: POST, with a token."""

    def broken(self, refusal: RuleBroken) -> None:
        """Put a rule's sentence beside the field it concerns, or at the head of the form."""
        sentence = sentence_of(refusal)
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(sentence)
            return
        field.errors = [*field.errors, sentence]

    def problems(self) -> list[tuple[str | None, str]]:
        """Return (field id or None, sentence) for the summary, in the form's order."""
        found: list[tuple[str | None, str]] = [(None, str(e)) for e in self.form_errors]
        for field in self:
            found += [(field.id, text) for text in _flat(field)]
        return found


class QueryForm(Form):
    """A form that only asks: GET, no token, no cookie."""

    class Meta(DefaultMeta):
        """Plain WTForms: nothing from the session."""

        csrf = False
        locales = ["fr"]  # noqa: RUF012 - WTForms reads a list

        def get_translations(self, form: PlainForm) -> Any:
            """Use the request's language."""
            return FlaskForm.Meta().get_translations(form)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formdata=request.args, **kwargs)


def sentence_of(refusal: RuleBroken) -> str:
    """Return the sentence of a broken rule in the request's language."""
    return _(refusal.sentence, **refusal.values)


def whole_number(text: str | None) -> int:
    """Return the number that a hidden field carries; 0 when it is missing or forged."""
    longest = 9
    readable = text and len(text) <= longest and text.isascii() and text.isdigit()
    return int(text) if text and readable else 0


def _flat(field: Field) -> list[str]:
    """Return the error sentences of a field, those of enclosed fields included."""
    sentences = []
    for error in field.errors:
        sentences += [str(e) for e in error] if isinstance(error, list | tuple) else [str(error)]
    return sentences
