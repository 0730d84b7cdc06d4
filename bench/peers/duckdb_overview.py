"""Course participations as raw rows in DuckDB: what an overview of one authority counts over them, for a year and the year
before, by provider. Arguments: the csv file, the database to make, where to write the milliseconds of each answer, the year.

Prints the seconds of all answers and how many there were; loading is not counted.
"""

import sys
import time

import duckdb

file, database, out, year = sys.argv[1:5]
year = int(year)
connection = duckdb.connect(database)
connection.execute(f"CREATE TABLE participation AS SELECT * FROM read_csv('{file}')")
ASKED = """
SELECT year(ended) AS y, provider,
    count(*) FILTER (WHERE grade IN ('A','B','C','D','E')) AS passed,
    count(*) FILTER (WHERE grade = 'F') AS failed,
    count(*) FILTER (WHERE grade IS NOT NULL) AS completed,
    count(*) FILTER (WHERE dropped) AS dropped,
    count(*) FILTER (WHERE grade = 'A') AS a, count(*) FILTER (WHERE grade = 'B') AS b,
    count(*) FILTER (WHERE grade = 'C') AS c, count(*) FILTER (WHERE grade = 'D') AS d,
    count(*) FILTER (WHERE grade = 'E') AS e
FROM participation WHERE authority = ? AND year(ended) IN (?, ?) GROUP BY ALL ORDER BY ALL
"""
times = []
begun = time.perf_counter()
for turn in range(2):
    for authority in range(300):
        one = time.perf_counter()
        rows = connection.execute(ASKED, [authority, year, year - 1]).fetchall()
        times.append((time.perf_counter() - one) * 1000)
        assert rows
with open(out, "w") as file:
    file.writelines(f"{time:.4f}\n" for time in times)
print(f"{time.perf_counter() - begun:.6f} {len(times)}")
