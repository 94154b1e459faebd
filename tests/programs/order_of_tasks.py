"""What must come before what: a graph in order."""
# Not watched: the library collects garbage while it is imported.
from graphlib import CycleError, TopologicalSorter

needs = {"shirt": {"socks"}, "tie": {"shirt"}, "jacket": {"tie", "trousers"}, "shoes": {"socks", "trousers"}}
order = list(TopologicalSorter(needs).static_order())
print(len(order), all(order.index(a) < order.index(b) for b in needs for a in needs[b]))
sorter = TopologicalSorter({"d": ["b", "c"], "b": ["a"], "c": ["a"]})
sorter.prepare()
while sorter.is_active():
    ready = sorted(sorter.get_ready())
    print(ready)
    sorter.done(*ready)
try:
    TopologicalSorter({"a": ["b"], "b": ["a"]}).prepare()
except CycleError as error:
    print(error.args[0], len(error.args[1]))
