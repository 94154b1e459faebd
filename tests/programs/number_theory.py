"""Primes, factors, modular arithmetic and Diophantine equations with big ints."""


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0:2] = b"\0\0"
    for i in range(2, int(limit**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, limit + 1, i)))
    return [i for i, f in enumerate(flags) if f]


def factor(n):
    out = {}
    p = 2
    while p * p <= n:
        while n % p == 0:
            out[p] = out.get(p, 0) + 1
            n //= p
        p += 1 + (p > 2)
    if n > 1:
        out[n] = out.get(n, 0) + 1
    return out


def is_prime(n):
    if n < 4:
        return n > 1
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13):
        if a % n == 0:
            continue
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def egcd(a, b):
    if not b:
        return a, 1, 0
    g, x, y = egcd(b, a % b)
    return g, y, x - a // b * y


print(sieve(60))
print(factor(360), factor(97), factor(2**5 * 3**2 * 101))
print([n for n in range(2**31 - 10, 2**31) if is_prime(n)], is_prime(2**61 - 1), is_prime(561))
print(egcd(240, 46), pow(3, -1, 11), pow(7, 100, 13), pow(-2, 3, 5), pow(2, -3))
n = 2**127 - 1
print(n, n % 10**9, n.bit_length(), n.bit_count(), -n >> 100, ~n & 0xFF, n // -3 % 7)
print(divmod(-n, 10**20), divmod(n, -(10**20)), (-7) // 2, -7 % 3, 7 % -3)
print(n.to_bytes(17, "big").hex(), int.from_bytes(b"\xff\xfe", "little", signed=True))
for bad in (lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: 1 // 0, lambda: 1 << -1, lambda: (300).to_bytes(1)):
    try:
        bad()
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
