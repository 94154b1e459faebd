"""math: whole numbers and sums."""
import math

print([math.factorial(n) for n in range(8)], len(str(math.factorial(200))))
print([math.comb(6, k) for k in range(8)], [math.perm(5, k) for k in range(7)], math.comb(100, 50), math.perm(4))
print(math.gcd(12, 18, 27), math.gcd(), math.gcd(0, -5), math.lcm(4, 6), math.lcm(), math.lcm(0, 3))
print([math.isqrt(n) for n in (0, 3, 4, 15, 16, 10**40 - 1)])
print(math.prod([1, 2, 3, 4]), math.prod([], start=7), math.prod([0.5, 4]))
print(math.fsum([0.1] * 10), sum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]))
print(math.sumprod([10, 20, 30], [1, 2, 3]), math.sumprod([0.1] * 10, [3] * 10), math.sumprod([2**62, 1.5], [4, 2]))
for attempt in (
    lambda: math.factorial(-1),
    lambda: math.factorial(2.5),
    lambda: math.comb(-1, 2),
    lambda: math.perm(3, -1),
    lambda: math.isqrt(-1),
    lambda: math.gcd(1.5, 2),
    lambda: math.fsum([math.inf, -math.inf]),
    lambda: math.fsum([1e308, 1e308]),
    lambda: math.sumprod([1], [1, 2]),
    lambda: math.dist((1,), (1, 2)),
    lambda: math.prod(["a", 2.5]),
):
    try:
        print(attempt())
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
