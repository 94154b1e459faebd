"""The info dict is the same for all callbacks of one phase, and another for the next."""
import gc

kept = []


def first(phase, info):
    info["seen"] = "by first"
    kept.append(info)


def second(phase, info):
    print(phase, info.get("seen"), info["generation"])
    kept.append(info)


gc.collect()
gc.callbacks[:] = [first, second]
gc.collect(1)
gc.callbacks.clear()
print(kept[0] is kept[1], kept[2] is kept[3], kept[0] is kept[2])
print(kept[3])
