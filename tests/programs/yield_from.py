"""yield from passes values, sent values, exceptions and the result."""


def inner():
    log = []
    try:
        while True:
            x = yield len(log)
            if x is None:
                return log
            log.append(x)
    except KeyError as error:
        print("inner caught", error)
        return "recovered"


def outer():
    print("result", (yield from inner()))
    print("result", (yield from inner()))
    yield from "ab"
    yield from [1, 2]
    result = yield from ()
    return result


g = outer()
print(next(g), g.send("x"), g.send("y"))
print(g.send(None))
print(g.throw(KeyError("k")))
print(list(g))


def tree(node):
    if node:
        left, value, right = node
        yield from tree(left)
        yield value
        yield from tree(right)


print(list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))


def flatten(x):
    for item in x:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


print(list(flatten([1, [2, [3, [4]], 5]])))
