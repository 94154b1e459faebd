"""Hot lines and branches that always go one way, found with sys.monitoring."""
import sys

mon = sys.monitoring
E = mon.events
lines, ways, starts = {}, {}, {}
mine = set()


def on_line(code, line):
    if code in mine:
        key = code.co_name, line - code.co_firstlineno
        lines[key] = lines.get(key, 0) + 1


def on_branch(code, offset, target):
    if code in mine:
        ways.setdefault((code.co_name, offset), {}).setdefault(target, 0)
        ways[code.co_name, offset][target] += 1


def on_start(code, offset):
    if code in mine:
        starts[code.co_name] = starts.get(code.co_name, 0) + 1


def sort(values):
    values = list(values)
    for i in range(1, len(values)):
        j = i
        while j and values[j - 1] > values[j]:
            values[j - 1], values[j] = values[j], values[j - 1]
            j -= 1
    return values


def search(values, wanted):
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def main():
    data = sort([(i * 7) % 11 for i in range(11)])
    return [search(data, n) for n in (0, 5, 10)]


mine = {f.__code__ for f in (sort, search, main)}
mon.use_tool_id(4, "hot")
for event, callback in ((E.LINE, on_line), (E.BRANCH, on_branch), (E.PY_START, on_start)):
    mon.register_callback(4, event, callback)
mon.set_events(4, E.LINE | E.BRANCH | E.PY_START)
print(main())
mon.set_events(4, 0)
print(starts)
for (name, line), count in sorted(lines.items(), key=lambda entry: (-entry[1], entry[0]))[:8]:
    print(f"{count:4} {name}+{line}")
for (name, offset), targets in sorted(ways.items()):
    print(name, offset, dict(sorted(targets.items())))
mon.free_tool_id(4)
