"""The tables of a library, as SQLAlchemy sees them.

Only ``fact``, ``writer`` and ``meta`` are the record. ``session_row``, ``entry`` and the full-text table ``found`` are
derived: they may be dropped and are made again from the facts.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, Text, UniqueConstraint

HEAD = "0001"
"""The migration this program writes. A test holds it equal to the newest file in ``migrations/versions``."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""``library``: the library's id; ``generation``: changes with every restore; ``indexed_to``: the last fact indexed."""

fact = Table(
    "fact",
    metadata,
    # Facts are never deleted and a fact put in another's place takes a new number, so numbers only grow.
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("stream", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("ms", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("actor", Text),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("sum", Integer, nullable=False),
    # Not unique: what strangers deliver may claim a number twice, and a union of facts must hold both. The writer
    # refuses a second use of its own numbers, and `check` names those of others.
    Index(None, "stream", "device", "seq"),
)
"""The record. ``ms`` wall milliseconds UTC, ``n`` the counter within one, ``sum`` a CRC-32 over all other columns."""

writer = Table(
    "writer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("uses", Integer, nullable=False),
)
"""Writer ids minted here, and how often each was taken up and laid down; see :mod:`.lease`."""

session_row = Table(
    "session_row",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("date_ms", Integer, nullable=False),
    Column("created_ms", Integer, nullable=False),
    Column("changed_ms", Integer, nullable=False),
    Column("starts", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("contributions", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("modalities", Text, nullable=False),
    Column("listed", Integer, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("talk", Text, nullable=False),
    Column("agenda", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("series_name", Text, nullable=False),
    Column("series_number", Integer, nullable=False),
    Column("sum", Integer, nullable=False),
    Index(None, "listed", "date_ms"),
)
"""Derived: one row a session, for lists. ``facts`` is how many facts it was made from, ``talk`` who may see a logged
talk, empty for any other session; ``agenda`` its blocks as JSON."""

entry = Table(
    "entry",
    metadata,
    # Milliseconds shifted left by 20 bits plus a counter: the newest has the highest number, so that the full-text
    # index gives the newest first without sorting.
    Column("row", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("also", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("sum", Integer, nullable=False),
    UniqueConstraint("stream", "what", "ref"),
)
"""Derived: what can be found. ``words`` and ``names`` are folded for comparing, ``place`` is the session as a word;
``modality`` and ``who`` are what a search is narrowed by; ``sum`` is a CRC-32 over what is shown, so that a flipped
byte here is noticed and the index made again."""

FOUND = (
    "CREATE VIRTUAL TABLE found USING fts5("
    "words, names, place, content='entry', content_rowid='row', tokenize='ascii', prefix='2 3', columnsize=0)"
)

DERIVED = (session_row, entry)

version = Table("alembic_version", MetaData(), Column("version_num", Text, primary_key=True))


RECORD = (meta, fact, writer, version)
_FOUND_COLUMNS = ("words", "names", "place")


def is_ours(below: sqlite3.Connection, *, derived: bool) -> bool:
    """Whether the tables are those that this program makes, as SQLite understands their description; ``derived`` too.

    One changed byte of it may take another column for a row's number, and words would be read from where none are.
    """
    for table in (*RECORD, *(DERIVED if derived else ())):
        found = [tuple(row[1:4]) for row in below.execute(f"PRAGMA table_info({table.name})")]
        if found != [(one.name, str(one.type), int(not one.nullable)) for one in table.columns]:
            return False
        keys = [row[1] for row in below.execute(f"PRAGMA table_info({table.name})") if row[5]]
        if keys != [one.name for one in table.primary_key.columns]:
            return False
    indexed = {
        tuple(one[2] for one in below.execute(f"PRAGMA index_info({row[1]})"))
        for row in below.execute("PRAGMA index_list(fact)")
    }
    if indexed != {("id",), ("stream", "device", "seq")}:
        return False
    return not derived or tuple(row[1] for row in below.execute("PRAGMA table_info(found)")) == _FOUND_COLUMNS


def create_all(connection: Connection) -> None:
    """Make every table of an empty library, as all migrations together would."""
    metadata.create_all(connection)
    connection.exec_driver_sql(FOUND)


def create_derived(connection: Connection) -> None:
    """Make the derived tables alone."""
    metadata.create_all(connection, tables=list(DERIVED))
    connection.exec_driver_sql(FOUND)


def drop_derived(connection: Connection) -> None:
    """Drop the derived tables; they are made again from the facts."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS found")
    metadata.drop_all(connection, tables=list(DERIVED))
