"""A dict is tracked from the moment something trackable goes in, and untracked by a full collection."""
import gc

table = {}
print("empty", gc.is_tracked(table))
table["a"] = 1
print("int", gc.is_tracked(table))
table["b"] = "text"
print("str", gc.is_tracked(table))
table["c"] = (1, 2)
print("tuple", gc.is_tracked(table))
del table["c"]
print("without", gc.is_tracked(table))
gc.collect(0)
print("young", gc.is_tracked(table))
gc.collect()
print("full", gc.is_tracked(table))
table["d"] = []
print("list", gc.is_tracked(table))
del table["d"]
gc.collect()
print("full again", gc.is_tracked(table))
table.update(e=object())
print("object", gc.is_tracked(table))
table.setdefault("f", {})
print("dict", gc.is_tracked(table))
print("copy", gc.is_tracked(table.copy()), gc.is_tracked({1: 2}.copy()))
print("fromkeys", gc.is_tracked(dict.fromkeys("ab")), gc.is_tracked(dict.fromkeys("ab", [])))
print("display", gc.is_tracked({"a": []}), gc.is_tracked({"a": 1}), gc.is_tracked({(): 1}))
print("comprehension", gc.is_tracked({n: n for n in range(3)}), gc.is_tracked({n: [] for n in range(3)}))
print("call", gc.is_tracked(dict(a=1)), gc.is_tracked(dict(a=[])), gc.is_tracked(dict([(1, [])])))
print("merged", gc.is_tracked({"a": 1} | {"b": 2}), gc.is_tracked({"a": 1} | {"b": []}))
