"""Bare SQLite: one transaction per pair of rows, at the same durability (WAL, synchronous=FULL), one connection.

Prints seconds and how many transactions were made. Arguments: a folder on the disk to measure, transactions, bytes.
"""

import os
import sqlite3
import sys
import time

path = os.path.join(sys.argv[1], "plain.db")
many, size = int(sys.argv[2]), int(sys.argv[3])
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
connection.execute("CREATE TABLE submission (id BLOB PRIMARY KEY, content TEXT NOT NULL)")
connection.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, facts TEXT NOT NULL)")
content, facts = "x" * size, "y" * 500
begun = time.perf_counter()
for number in range(many):
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO submission VALUES (?, ?)", (os.urandom(16), content))
    connection.execute("INSERT INTO event VALUES (?, ?)", (number, facts))
    connection.execute("COMMIT")
print(f"{time.perf_counter() - begun:.6f} {many}")
