"""What may go wrong with a library, each as one sentence: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import ClassVar

from facilitator.session.errors import FacilitatorError


class LibraryMissing(FacilitatorError):
    """There is no library in this folder, or no backup where one was named."""

    mistake: ClassVar[bool] = True


class NoBackup(FacilitatorError):
    """A file that is no whole backup was to be restored."""

    mistake: ClassVar[bool] = True


class NotWritten(FacilitatorError):
    """A copy could not be written where it was wanted."""


class LibraryGone(FacilitatorError):
    """The library's file was moved, deleted or replaced while it was open."""

    mistake = True


class LibraryDamaged(FacilitatorError):
    """The library's file cannot be trusted. It was left untouched."""


class LibraryReadOnly(FacilitatorError):
    """The library cannot be written: its place does not allow it, or it was opened for reading."""


class LibraryFull(FacilitatorError):
    """There is no room left where the library is."""


class LibraryNewer(FacilitatorError):
    """The library was written by a newer program; it can be read, not written."""


class LibraryBusy(FacilitatorError):
    """Another program holds the library and did not let go."""
