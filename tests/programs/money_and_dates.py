"""Dates by day numbers and money in cents: calendars, weekdays, rounding and splitting bills."""
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


class Date:
    __match_args__ = ("year", "month", "day")

    def __init__(self, year, month, day):
        limit = MONTHS[month - 1] + (month == 2 and leap(year))
        if not 1 <= day <= limit:
            raise ValueError(f"day {day} is not in 1..{limit}")
        self.year, self.month, self.day = year, month, day

    @property
    def number(self):
        y = self.year - 1
        past = sum(MONTHS[: self.month - 1]) + (self.month > 2 and leap(self.year))
        return y * 365 + y // 4 - y // 100 + y // 400 + past + self.day

    @classmethod
    def of(cls, number):
        year = int(number // 365.2425)
        while cls(year + 1, 1, 1).number <= number:
            year += 1
        rest = number - cls(year, 1, 1).number
        for month, length in enumerate(MONTHS, 1):
            length += month == 2 and leap(year)
            if rest < length:
                return cls(year, month, rest + 1)
            rest -= length

    def __sub__(self, other):
        return self.number - other.number

    def __add__(self, days):
        return type(self).of(self.number + days)

    def __eq__(self, other):
        return self.number == other.number

    def __lt__(self, other):
        return self.number < other.number

    @property
    def weekday(self):
        return DAYS[(self.number - 1) % 7]

    def __format__(self, spec):
        return (spec or "%Y-%m-%d").replace("%Y", f"{self.year:04}").replace("%m", f"{self.month:02}").replace("%d", f"{self.day:02}").replace("%a", self.weekday)

    def __str__(self):
        return format(self)


def season(date):
    match date:
        case Date(_, 12 | 1 | 2, _):
            return "winter"
        case Date(month=m) if m < 6:
            return "spring"
        case Date(_, m, d):
            return f"later ({m}/{d})"


a, b = Date(2024, 2, 28), Date(2025, 1, 1)
print(a, a + 1, a + 2, b - a, a.weekday, f"{b:%a %d.%m.%Y}", a < b, max(a, b), season(a), season(Date(1, 3, 1)), season(Date(1, 7, 4)))
print(Date.of(Date(1999, 12, 31).number) == Date(1999, 12, 31), [leap(y) for y in (1900, 2000)])
try:
    Date(2023, 2, 29)
except ValueError as error:
    print(error)


def split(cents, ways):
    share, rest = divmod(cents, ways)
    return [share + (i < rest) for i in range(ways)]


def money(cents):
    sign, cents = "-" if cents < 0 else "", abs(cents)
    return f"{sign}${cents // 100:,}.{cents % 100:02}"


print(*map(money, split(10000, 3)), money(sum(split(9999, 7))), money(-5), money(123456789))
for days in (1, 30, 365):
    print(f"{money(round(100_00 * 1.0001**days)):>10} after {days}")
