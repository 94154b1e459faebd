"""Integers at work: RSA with small primes, Shamir's secret sharing, checksums of card numbers."""


def inverse(a, m):
    return pow(a, -1, m)


def rsa_keys(p, q, e=17):
    n, phi = p * q, (p - 1) * (q - 1)
    return (n, e), (n, inverse(e, phi))


def crypt(message, key):
    n, e = key
    return pow(message, e, n)


PRIME = 2**13 - 1


def shares(secret, coefficients, count):
    polynomial = [secret, *coefficients]
    for x in range(1, count + 1):
        yield x, sum(c * x**i for i, c in enumerate(polynomial)) % PRIME


def recover(points):
    total = 0
    for i, (x, y) in enumerate(points):
        top = bottom = 1
        for j, (other, _) in enumerate(points):
            if i != j:
                top = top * -other % PRIME
                bottom = bottom * (x - other) % PRIME
        total += y * top * inverse(bottom, PRIME)
    return total % PRIME


def luhn(number):
    digits = [int(d) for d in str(number)][::-1]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


public, private = rsa_keys(61, 53)
coded = [crypt(ord(c), public) for c in "Hi!"]
print(public, private, coded, "".join(chr(crypt(c, private)) for c in coded))
parts = list(shares(1234, [166, 94], 5))
print(parts, recover(parts[:3]), recover(parts[2:]), recover(parts[:2]) == 1234)
print([n for n in (79927398710, 79927398713, 4539578763621486, 0) if luhn(n)])
try:
    rsa_keys(3, 7, e=6)
except ValueError as error:
    print(error)
