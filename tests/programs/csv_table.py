"""A table is written and read again; quotes, commas and line ends survive."""
# Not watched: the library collects garbage while it is imported.
import csv
import io

rows = [["name", "note", "n"], ["Ann", 'says "hi", often', 3], ["Bob", "two\nlines", None]]
out = io.StringIO()
csv.writer(out, lineterminator="\n").writerows(rows)
print(out.getvalue())
for row in csv.reader(io.StringIO(out.getvalue())):
    print(row)
people = csv.DictReader(io.StringIO("name;age\nCy;40\nDee\n"), delimiter=";", restval="?")
print(list(people), people.fieldnames)
