"""finally runs on every way out, and may change it."""


def by_return():
    try:
        return "try"
    finally:
        print("cleanup")


def overridden():
    try:
        return "lost"
    finally:
        return "finally wins"


def swallowed():
    for _ in range(3):
        try:
            raise ValueError
        finally:
            break
    return "swallowed"


def nested():
    try:
        try:
            raise KeyError("k")
        finally:
            print("inner")
    except KeyError:
        print("handler")
        return 1
    else:
        print("never")
    finally:
        print("outer")


print(by_return(), overridden(), swallowed(), nested())
for i in range(3):
    try:
        if i == 0:
            continue
        if i == 2:
            break
        print("body", i)
    finally:
        print("after", i)
try:
    x = 1
finally:
    x += 1
print(x)
