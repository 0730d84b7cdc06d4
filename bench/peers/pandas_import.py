"""A csv file of course participations with pandas: read_csv, the checks that a row can be held to without a register,
to_sql into a table with the same look-up index. Arguments: the file, the database to make.

Prints seconds and how many rows went in; starting Python and importing pandas is not counted.
"""

import sqlite3
import sys
import time

import pandas as pd

begun = time.perf_counter()
rows = pd.read_csv(sys.argv[1], sep=";", dtype=str, keep_default_na=False)
person, course, form, points, done, start, end, study, unit, grade, graded, dropout, absent, road = rows.columns


def luhn(numbers):
    total = 0
    for at in range(10):
        digit = numbers.str[2 + at].astype(int)
        doubled = digit * (2 if at % 2 == 0 else 1)
        total = total + doubled // 10 + doubled % 10
    return total % 10 == 0


def day(column):
    return pd.to_datetime(rows[column].where(rows[column] != ""), format="%Y-%m-%d", errors="coerce")


good = rows[person].str.fullmatch(r"\d{12}") & luhn(rows[person])
good &= pd.to_datetime(rows[person].str[:8], format="%Y%m%d", errors="coerce").notna()
good &= rows[course].str.fullmatch(r"\w{1,16}")
good &= rows[form].isin(["gymnasial", "sfi"])
good &= rows[study].isin(["Distans", ""])
good &= rows[unit].str.fullmatch(r"\d{8}")
good &= rows[grade].isin(["A", "B", "C", "D", "E", "F", "-", ""])
good &= rows[dropout].isin(["Ja", "Nej", ""]) & rows[road].isin(["", "Prövning", "Validering"])
starts, ends, grades, absences = day(start), day(end), day(graded), day(absent)
good &= starts.notna() & (ends.isna() | (ends >= starts))
good &= (grades.isna() | (grades >= starts)) & (absences.isna() | (absences >= starts))
good &= ~((rows[grade] != "") & (rows[dropout] == "Ja"))
good &= pd.to_numeric(rows[done]) <= pd.to_numeric(rows[points])
good &= ~rows.duplicated([person, course, start, unit, road], keep=False)
taken = rows[good]
connection = sqlite3.connect(sys.argv[2])
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
taken.to_sql("participation", connection, index_label="n", chunksize=4000)
connection.execute("CREATE INDEX participation_student ON participation (Personnummer)")
connection.commit()
print(f"{time.perf_counter() - begun:.6f} {len(taken)}")
