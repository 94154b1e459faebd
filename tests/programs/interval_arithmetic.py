"""Intervals: merging, subtracting, measuring, and a sweep over meetings."""


def merge(intervals):
    out = []
    for start, end in sorted(intervals):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def subtract(whole, parts):
    start, end = whole
    for a, b in merge(parts):
        if start < a:
            yield start, min(a, end)
        start = max(start, b)
    if start < end:
        yield start, end


def rooms(meetings):
    events = sorted([(s, 1) for s, _ in meetings] + [(e, -1) for _, e in meetings])
    busy = most = 0
    for _, change in events:
        busy += change
        most = max(most, busy)
    return most


meetings = [(9, 10.5), (10, 11), (13, 14), (10, 10.5), (14, 15)]
print(merge(meetings), list(subtract((8, 18), meetings)), rooms(meetings))
print(merge([]), list(subtract((1, 2), [])), list(subtract((1, 5), [(0, 9)])), rooms([]))
