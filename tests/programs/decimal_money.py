"""Money in decimals: rounding as it is wanted, and sums that are right."""
# Not watched: the library collects garbage while it is imported.
import decimal
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

price = Decimal("19.99")
print(price * 3, price / 3, price // 3, price % 3)
for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN):
    print([str(Decimal(x).quantize(Decimal("0.1"), mode)) for x in ("0.25", "0.35", "-0.45")])
with decimal.localcontext() as context:
    context.prec = 30
    print(Decimal(2).sqrt())
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), Decimal("1e3").normalize(), Decimal("NaN").is_nan())
try:
    Decimal(1) / 0
except decimal.DivisionByZero as error:
    print(type(error).__name__)
