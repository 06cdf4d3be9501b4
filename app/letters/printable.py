"""Refusing in a form what could not be printed as it is meant, with the sentence that a letter folder is told."""

from dataclasses import replace

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from app.core.typed import several_lines
from app.letters.text_faults import fault_in_plain, faults_in


def can_be_printed(_form: FlaskForm, field: TextAreaField) -> None:
    """Refuse Markdown that would vanish or be printed as it is typed. The line is the one that the writer sees."""
    written = field.data or ""
    above = written[: len(written) - len(written.lstrip())].count("\n")
    for fault in faults_in(several_lines(written))[:1]:
        raise ValidationError(str(replace(fault, line=fault.line + above)))


def is_plain(_form: FlaskForm, field: StringField) -> None:
    """Refuse Markdown and HTML in a part that is printed as it is typed."""
    refuse_marks(several_lines(field.data))


def refuse_marks(written: str) -> None:
    """Refuse them in what was typed, with the line where there are several."""
    if fault := fault_in_plain(written):
        raise ValidationError(str(fault) if "\n" in written else fault.sentence)


def is_not_counted(form: FlaskForm, field: StringField) -> None:
    """Refuse the same, and a token where nothing is counted."""
    is_plain(form, field)
    is_a_name(form, field)


def is_a_name(_form: FlaskForm, field: StringField) -> None:
    """Refuse a token alone: a name is its owner's, whatever marks are in it."""
    if "{{" in (field.data or ""):
        message = "Nothing is counted here. Write the number itself."
        raise ValidationError(message)
