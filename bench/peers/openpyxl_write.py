"""Makes a workbook of a csv file with semicolons, every cell as text, as most exports are. Arguments: the csv, the workbook.

Prints seconds and rows.
"""

import csv
import sys
import time

from openpyxl import Workbook

begun = time.perf_counter()
book = Workbook(write_only=True)
sheet = book.create_sheet("Kursdeltaganden")
rows = 0
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file, delimiter=";"):
        sheet.append(row)
        rows += 1
book.save(sys.argv[2])
print(f"{time.perf_counter() - begun:.6f} {rows}")
