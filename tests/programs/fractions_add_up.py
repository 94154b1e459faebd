"""Fractions stay exact where floats do not."""
# Not watched: the library collects garbage while it is imported.
from fractions import Fraction

third = Fraction(1, 3)
print(third + third + third == 1, sum([third] * 4), third**3, -third // 2)
print(Fraction("0.125"), Fraction(0.1).limit_denominator(100), Fraction("3/-9") if False else Fraction(-3, 9))
harmonic = sum(Fraction(1, n) for n in range(1, 11))
print(harmonic, float(harmonic), round(harmonic, 3), divmod(harmonic, 1))
print(sorted([Fraction(2, 3), 0.5, 1, Fraction(1, 7)]), f"{third:.5f}")
try:
    Fraction(1, 0)
except ZeroDivisionError as error:
    print(error)
