"""Dicts, their free list, and the collector's counter."""
import gc

gc.collect()
base = gc.get_count()[0]
tables = [{n: n} for n in range(8)]
print("eight dicts", gc.get_count()[0] - base)
tables.clear()
print("dropped", gc.get_count()[0] - base)
tables = [{} for n in range(8)]
print("eight empty ones", gc.get_count()[0] - base)
tables = [dict(table) for table in tables]
print("copies", gc.get_count()[0] - base)
tables = {n: {"n": n} for n in range(4)}
print("nested", gc.get_count()[0] - base)
del tables
print("gone", gc.get_count()[0] - base)
