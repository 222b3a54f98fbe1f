"""The error tree. Each message says what was found, what was wanted and what to do, in one sentence.

    KassoroError
    ├── SettingsError        a KASSORO_* variable that cannot be used
    ├── SourceError          a file, folder, URL or text that cannot become an article
    ├── UnknownArticle       an article id the library does not hold
    ├── LibraryError         the home cannot be opened, read or written
    │   ├── HomeBusy         another process owns the home
    │   ├── HomeTooNew       the home was written by a newer Kassoro
    │   └── IndexMismatch    derived files disagree with the library or the settings
    ├── Interrupted          long work was stopped; what is done is kept
    ├── QuestionError        an empty or over-long question
    ├── CalculationError     inputs that give no honest number
    └── EvaluationError      a suite or data folder that cannot be evaluated

Domain errors are caught only at the rim (command line, chat, HTTP) and shown without a traceback.
"""

from __future__ import annotations


class KassoroError(Exception):
    """Root of every error a person can act on; `str(error)` is the sentence to show."""


class SettingsError(KassoroError):
    """A setting has a value that cannot be used."""


class SourceError(KassoroError):
    """A file, folder, URL or pasted text that cannot become an article."""


class UnknownArticle(KassoroError):
    """No article with this id is in the library."""


class LibraryError(KassoroError):
    """The data folder cannot be opened, read or written."""


class HomeBusy(LibraryError):
    """Another process owns the data folder."""


class HomeTooNew(LibraryError):
    """The data folder was written by a newer version of the program."""


class IndexMismatch(LibraryError):
    """Vectors or word index disagree with the library or with the settings."""


class Interrupted(KassoroError):
    """Long work was stopped at somebody's wish; what is done is kept."""


class QuestionError(KassoroError):
    """The question is empty, too long, or not text."""


class CalculationError(KassoroError):
    """The inputs do not allow an honest number; the message says which and why."""


class EvaluationError(KassoroError):
    """A suite, split or data folder that cannot be evaluated."""
