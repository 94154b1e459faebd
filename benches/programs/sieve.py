"""Primes by sieves: bytearray slices, a list of booleans, an incremental generator, factorisation."""


def with_slices(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0:2] = b"\0\0"
    for n in range(2, int(limit**0.5) + 1):
        if flags[n]:
            flags[n * n :: n] = bytes(len(range(n * n, limit + 1, n)))
    return [n for n, flag in enumerate(flags) if flag]


def with_loops(limit):
    prime = [True] * (limit + 1)
    prime[0] = prime[1] = False
    n = 2
    while n * n <= limit:
        if prime[n]:
            multiple = n * n
            while multiple <= limit:
                prime[multiple] = False
                multiple += n
        n += 1
    return [n for n in range(limit + 1) if prime[n]]


def without_end():
    """Primes one after the other; the dict holds each known prime's next multiple."""
    witnesses = {}
    n = 2
    while True:
        found = witnesses.pop(n, None)
        if found is None:
            yield n
            witnesses[n * n] = [n]
        else:
            for prime in found:
                witnesses.setdefault(n + prime, []).append(prime)
        n += 1


def factors(n, primes):
    result = []
    for prime in primes:
        if prime * prime > n:
            break
        while n % prime == 0:
            result.append(prime)
            n //= prime
    if n > 1:
        result.append(n)
    return result


def main(limit):
    primes = with_slices(limit)
    assert primes == with_loops(limit)
    count = 0
    for prime in without_end():
        if prime > limit // 4:
            break
        count += 1
    most = max(range(1, limit // 12), key=lambda n: len(factors(n, primes)))
    print(len(primes), primes[-1], count, most, factors(600851475143, primes))


if __name__ == "__main__":
    main(1_500_000)
