"""Loggers in a tree, handlers with levels, and a format."""
# Not watched: the library collects garbage while it is imported.
import io
import logging

out = io.StringIO()
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(funcName)s:%(message)s"))
root = logging.getLogger("shop")
root.addHandler(handler)
root.setLevel(logging.INFO)
root.propagate = False
orders = logging.getLogger("shop.orders")


def place(item, count):
    orders.debug("placing %s", item)
    if count > 9:
        orders.warning("%d of %s is a lot", count, item)
    try:
        return 100 // count
    except ZeroDivisionError:
        orders.exception("no %s", item)


place("nut", 3)
place("bolt", 12)
place("gear", 0)
orders.setLevel(logging.DEBUG)
place("cog", 1)
lines = out.getvalue().splitlines()
print(len(lines), orders.getEffectiveLevel(), root.isEnabledFor(logging.DEBUG))
print("\n".join(line for line in lines if not line.startswith("  ")))
