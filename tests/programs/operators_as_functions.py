"""Every operator, every in-place form and what each falls back to."""


class Tracer:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def method(name):
    def run(self, *args):
        return f"{self.name}.{name}({', '.join(map(repr, args))})"

    return run


for op in "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split():
    for prefix in ("", "r"):
        setattr(Tracer, f"__{prefix}{op}__", method(prefix + op))
for op in "neg pos invert abs".split():
    setattr(Tracer, f"__{op}__", method(op))
for op in "lt le gt ge".split():
    setattr(Tracer, f"__{op}__", method(op))
Tracer.__getitem__ = method("getitem")
Tracer.__call__ = method("call")
t, u = Tracer("t"), Tracer("u")
print(t + 1, t - 1, t * 1, t / 1, t // 1, t % 1, t**1, t @ 1, t & 1, t | 1, t ^ 1, t << 1, t >> 1, sep="\n")
print(1 + t, 1 - t, 1 * t, 1 / t, 1 // t, 1 % t, 1**t, 1 @ t, 1 & t, 1 | t, 1 ^ t, 1 << t, 1 >> t, sep="\n")
print(-t, +t, ~t, abs(t), t < u, t <= 1, 1 > t, 1 >= t, t + u, t[1], t[1:2], t[1, ...], t[:, ::2], t(), t(1, *[2]), sep="\n")
Tracer.__iadd__ = method("iadd")
v = t
v += 5
w = u
w -= 5
x = [1]
y = x
x += (2,)
x *= 2
print(v, w, x, y is x)
a, b = 7, (1,)
a **= 2
a %= 10
a <<= 3
a |= 1
b += (2,)
print(a, b)
s = {1, 2}
r = s
s |= {3}
s -= {1}
s &= {2, 3, 4}
s ^= {4}
print(s, r is s)
