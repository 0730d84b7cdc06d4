"""Opens a workbook with openpyxl in read-only mode and goes through every cell. Prints seconds and rows, nothing else."""

import sys
import time

from openpyxl import load_workbook

begun = time.perf_counter()
book = load_workbook(sys.argv[1], read_only=True, data_only=True)
rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
book.close()
print(f"{time.perf_counter() - begun:.6f} {rows}")
