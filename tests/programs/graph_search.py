"""Breadth first, depth first, Dijkstra with a hand-made heap, and topological order."""
GRAPH = {"A": {"B": 7, "C": 9, "F": 14}, "B": {"C": 10, "D": 15}, "C": {"D": 11, "F": 2}, "D": {"E": 6}, "F": {"E": 9}, "E": {}}


class Heap:
    def __init__(self):
        self.items = []

    def push(self, item):
        items = self.items
        items.append(item)
        i = len(items) - 1
        while i and items[i] < items[(i - 1) // 2]:
            items[i], items[(i - 1) // 2] = items[(i - 1) // 2], items[i]
            i = (i - 1) // 2

    def pop(self):
        items = self.items
        items[0], items[-1] = items[-1], items[0]
        top = items.pop()
        i = 0
        while (child := 2 * i + 1) < len(items):
            if child + 1 < len(items) and items[child + 1] < items[child]:
                child += 1
            if items[i] <= items[child]:
                break
            items[i], items[child] = items[child], items[i]
            i = child
        return top

    def __bool__(self):
        return bool(self.items)


def dijkstra(start):
    heap = Heap()
    heap.push((0, start, None))
    done = {}
    while heap:
        cost, node, via = heap.pop()
        if node in done:
            continue
        done[node] = cost, via
        for other, weight in GRAPH[node].items():
            heap.push((cost + weight, other, node))
    return done


def path(done, node):
    while node:
        yield node
        node = done[node][1]


def bfs(start):
    queue, seen = [start], {start: 0}
    for node in queue:
        for other in GRAPH[node]:
            if other not in seen:
                seen[other] = seen[node] + 1
                queue.append(other)
    return seen


def order():
    marks, out = {}, []

    def visit(node):
        if marks.get(node) == "open":
            raise ValueError(f"cycle at {node}")
        if node not in marks:
            marks[node] = "open"
            for other in sorted(GRAPH[node]):
                visit(other)
            marks[node] = "done"
            out.append(node)

    for node in GRAPH:
        visit(node)
    return out[::-1]


done = dijkstra("A")
for node in sorted(done):
    print(node, done[node][0], " <- ".join(path(done, node)))
print(bfs("A"), order())
GRAPH["E"]["A"] = 1
try:
    order()
except ValueError as error:
    print(error)
