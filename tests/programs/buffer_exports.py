"""What may not change while a memoryview looks on."""
data = bytearray(b"0123456789")
view = memoryview(data)
part = view[2:5]
ACTIONS = {
    "append": lambda: data.append(1),
    "extend": lambda: data.extend(b"ab"),
    "extend by nothing": lambda: data.extend(b""),
    "pop": lambda: data.pop(),
    "insert": lambda: data.insert(0, 1),
    "remove": lambda: data.remove(48),
    "clear": lambda: data.clear(),
    "del item": lambda: data.__delitem__(0),
    "del slice": lambda: data.__delitem__(slice(0, 2)),
    "grow slice": lambda: data.__setitem__(slice(0, 1), b"abc"),
    "same size slice": lambda: data.__setitem__(slice(0, 2), b"ab"),
    "item": lambda: data.__setitem__(0, 65),
    "reverse": lambda: data.reverse(),
    "iadd": lambda: data.__iadd__(b"x"),
    "imul": lambda: data.__imul__(2),
}
for name, action in ACTIONS.items():
    try:
        action()
        print(f"{name:18}", bytes(data))
    except BufferError as error:
        print(f"{name:18}", error)
view.release()
try:
    data.append(0)
except BufferError as error:
    print("a part still looks:", bytes(part), error)
part.release()
data.append(33)
print(data, len(data))
locked = memoryview(data).toreadonly()
data[0] = 90
print(bytes(locked[:3]), locked.readonly, locked.obj is data, memoryview(locked).readonly)
for bad in (lambda: locked.__setitem__(0, 1), lambda: view[0], lambda: len(view), lambda: view.tobytes(), lambda: hash(memoryview(data))):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
with memoryview(data) as temporary:
    inner = temporary[1:]
try:
    temporary[0]
except ValueError as error:
    print(error)
print(inner[0], data.__buffer__(0).nbytes, (b"abc").__buffer__(0).tolist())
