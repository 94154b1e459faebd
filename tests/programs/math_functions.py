"""math: real functions, to the last bit."""
import math

FUNCTIONS = [
    math.sqrt, math.cbrt, math.exp, math.exp2, math.expm1, math.log, math.log2, math.log10,
    math.log1p, math.sin, math.cos, math.tan, math.asin, math.acos, math.atan, math.sinh,
    math.cosh, math.tanh, math.asinh, math.erf, math.gamma,
]
for function in FUNCTIONS:
    print(function.__name__, *(function(x).hex() for x in (0.25, 0.75)))
print(math.lgamma(10.5), math.erfc(2.0), math.acosh(1.5), math.atanh(-0.5), math.atan2(-1, -1), math.pow(2, 0.5))
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.fabs(-2), math.copysign(3, -0.0), math.modf(-3.75))
print(math.frexp(10.0), math.ldexp(0.625, 4), math.fmod(-7, 3), math.remainder(-7, 3), math.fma(2.0, 3.0, 4.0))
print(math.degrees(math.pi), math.radians(180.0), math.hypot(3, 4), math.dist((1, 2), (4, 6)), math.ulp(1.0))
print(math.nextafter(1.0, 2.0), math.nextafter(1.0, 0.0, steps=3), math.isclose(0.1 + 0.2, 0.3), math.inf, math.nan)
print(math.log(2**2000), math.log10(10**500), math.log(8, 2), math.log2(2**0.5))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1e308), math.e, math.tau)
for attempt in (
    lambda: math.sqrt(-1),
    lambda: math.log(0),
    lambda: math.exp(1000),
    lambda: math.acos(2),
    lambda: math.gamma(-1),
    lambda: math.sin("a"),
    lambda: math.sin(),
    lambda: math.pow(0, -1),
    lambda: math.ldexp(1.0, 5000),
    lambda: math.floor(math.inf),
    lambda: math.ceil(math.nan),
    lambda: math.log(10, 1),
    lambda: math.sqrt(10**400),
):
    try:
        print(attempt())
    except (TypeError, ValueError, OverflowError, ZeroDivisionError) as e:
        print(type(e).__name__, e)


class Half:
    def __float__(self):
        return 0.5

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"


print(math.asin(Half()), math.floor(Half()), math.ceil(Half()), math.trunc(Half()))
