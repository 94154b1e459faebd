"""Dialects: how fields are quoted, and which settings make no sense."""
# Not watched: the library collects garbage while it is imported.
import csv
import io

csv.register_dialect("pipes", delimiter="|", quoting=csv.QUOTE_NONNUMERIC, lineterminator="!")
out = io.StringIO()
csv.writer(out, "pipes").writerow(["a|b", 1, 2.5, "c"])
print(out.getvalue())
print(next(csv.reader(['"a|b"|1|"x"'], "pipes")))
for settings in [{"delimiter": "ab"}, {"quotechar": None, "quoting": csv.QUOTE_ALL}, {"quoting": 9}]:
    try:
        csv.reader([], **settings)
    except TypeError as error:
        print(error)
try:
    list(csv.reader(['"open'], strict=True))
except csv.Error as error:
    print(error)
csv.unregister_dialect("pipes")
print("pipes" in csv.list_dialects())
