"""A thread as a TinyDB database: query it as any other; only adding changes it.

Stock TinyDB reads and rewrites the whole file for each change. Here a read folds only what was
added, an insert is one append to the log, and nothing can be updated or removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from ppitui.core.events import Actor, Draft
from ppitui.errors import Refused, WrongCall
from ppitui.store.disk import DISK, Disk
from ppitui.store.log import Log
from ppitui.store.seal import Seal

EVENTS = "events"
_GIVEN = frozenset(("actor", "at", "kind", "pack", "payload"))
_OPTIONAL = frozenset(("seen", "touches"))


class LogStorage(Storage):
    """TinyDB's storage over a log: one table, `events`; an event's id is its sequence number."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._documents: dict[str, dict[str, Any]] = {}

    def read(self) -> dict[str, dict[str, Any]]:
        """TinyDB's tables. Raises what `Log.read` raises: damage never looks like no events."""
        for event in self.log.read()[len(self._documents) :]:
            self._documents[str(event.seq)] = event.to_json()
        return {EVENTS: self._documents}

    def write(self, data: Mapping[str, Any]) -> NoReturn:  # noqa: ARG002 (TinyDB's signature)
        """Refused: TinyDB calls this for every kind of change but our own insert."""
        _refuse()

    def close(self) -> None:
        """Close the log."""
        self.log.close()


class EventDocument(Document):
    """A document of its own: changing what a query returned changes nothing else."""

    def __init__(self, value: Mapping[str, Any], doc_id: int) -> None:
        super().__init__(_copied(value), doc_id)


class EventTable(Table):
    """The table of events. Insert adds; every other change is refused."""

    document_class = EventDocument

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = 0,  # noqa: ARG002 (TinyDB's signature)
        persist_empty: bool = False,  # noqa: ARG002 (TinyDB's signature)
    ) -> None:
        if name != EVENTS or not isinstance(storage, LogStorage):
            raise WrongCall(f"A thread has one table, {EVENTS!r}, which lies in a log")
        # No query cache: it would not notice what another process added.
        super().__init__(storage, name, cache_size=0)
        self._log = storage.log

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add an event: `actor` {id, role}, `at`, `kind`, `pack`, `payload` (`seen`, `touches`).

        Returns its sequence number. Raises WrongCall for other names (the log gives `seq`, `prev`
        and `case`), and what `Log.append` raises.
        """
        names = frozenset(document)
        if isinstance(document, Document) or not _GIVEN <= names <= _GIVEN | _OPTIONAL:
            raise WrongCall(
                f"An event is added with {', '.join(sorted(_GIVEN))} (and seen, touches);"
                " the log gives the rest"
            )
        actor = document["actor"]
        if not isinstance(actor, Mapping) or set(actor) != {"id", "role"}:
            raise WrongCall("The actor of an event is an id and a role")
        draft = Draft(
            Actor(actor["id"], actor["role"]),
            document["at"],
            document["kind"],
            document["pack"],
            document["payload"],
            document.get("seen", 0),
            frozenset(document.get("touches", ())),
        )
        return self._log.append(draft).seq

    def insert_multiple(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: several events at once could be kept in part."""
        raise Refused("Events are added one at a time, each durable before the next")

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        _refuse()

    def update_multiple(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        _refuse()

    def upsert(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        _refuse()

    def remove(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        _refuse()

    def truncate(self) -> NoReturn:
        """Refused."""
        _refuse()


class Thread(TinyDB):
    """One thread as a TinyDB database."""

    table_class = EventTable
    default_table_name = EVENTS

    def __init__(self, log: Log) -> None:
        super().__init__(log, storage=LogStorage)

    def drop_table(self, name: str) -> NoReturn:  # noqa: ARG002 (TinyDB's signature)
        """Refused."""
        _refuse()

    def drop_tables(self) -> NoReturn:
        """Refused."""
        _refuse()


def open_thread(path: Path, case: str, seal: Seal, *, disk: Disk = DISK) -> TinyDB:
    """A log opened as a TinyDB database, to be closed as one; raises what `Log.open` raises."""
    return Thread(Log.open(path, case, seal, disk=disk))


def _refuse() -> NoReturn:
    raise Refused(
        "What happened is never changed or removed. Nothing was changed."
        " Add an event that undoes it"
    )


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value
