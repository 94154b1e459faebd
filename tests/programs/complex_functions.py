"""cmath."""
import cmath

FUNCTIONS = [
    cmath.sqrt, cmath.exp, cmath.log, cmath.log10, cmath.sin, cmath.cos, cmath.tan, cmath.asin,
    cmath.acos, cmath.atan, cmath.sinh, cmath.cosh, cmath.tanh, cmath.asinh, cmath.acosh,
    cmath.atanh,
]
for function in FUNCTIONS:
    z = function(0.5 + 0.25j)
    print(function.__name__, z.real.hex(), z.imag.hex())
print(cmath.polar(3 + 4j), cmath.rect(2, 0), cmath.phase(-1), cmath.log(8, 2), cmath.sqrt(-4))
print(cmath.isnan(complex("nan")), cmath.isinf(complex(0, float("inf"))), cmath.isfinite(1j), cmath.isclose(1, 1 + 1e-12j))
print(cmath.inf, cmath.nanj, cmath.infj, cmath.exp(1j * cmath.pi))
print(cmath.sqrt(complex(0.0, -0.0)), cmath.log(complex(-1.0, -0.0)), cmath.acos(complex("inf")))


class Number:
    def __complex__(self):
        return 3 + 4j


print(cmath.sqrt(Number()))
for attempt in (lambda: cmath.log(0), lambda: cmath.exp(1000), lambda: cmath.sqrt("a"), lambda: cmath.rect(1)):
    try:
        attempt()
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
