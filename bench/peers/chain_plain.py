"""Proves the chains of events of a SQLite database by their hashes alone, as `crates/store/src/chain.rs` writes them down.

Prints seconds and how many events, and fails where a hash is wrong. Argument: the database.
"""

import hashlib
import sqlite3
import sys
import time
import uuid


def dash(value):
    return "-" if value is None else str(value)


def named(value):
    return "-" if value is None else str(uuid.UUID(bytes=value))


begun = time.perf_counter()
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
rows = connection.execute(
    "SELECT tenant_id, chain, seq, at, actor_kind, person_id, role, kind, subject_id, facts, previous, hash"
    " FROM audit_event ORDER BY tenant_id, chain, seq"
)
many = 0
last = {}
for tenant, chain, seq, at, actor, person, role, kind, subject, facts, previous, stored in rows:
    lines = ["tertial-event-1", previous, named(tenant), chain, str(seq), str(at), actor, named(person), dash(role), kind,
             named(subject), facts]
    if hashlib.sha256("\n".join(lines).encode()).hexdigest() != stored or last.get((tenant, chain), "0" * 64) != previous:
        sys.exit(f"event {seq} of {named(tenant)} is wrong")
    last[(tenant, chain)] = stored
    many += 1
print(f"{time.perf_counter() - begun:.6f} {many}")
