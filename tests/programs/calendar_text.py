"""A month printed as a calendar, with weeks by slices and formatting by columns."""


def weekday(year, month, day):
    if month < 3:
        month, year = month + 12, year - 1
    k, j = year % 100, year // 100
    return (day + 13 * (month + 1) // 5 + k + k // 4 + j // 4 + 5 * j + 5) % 7


def days(year, month):
    if month == 2:
        return 28 + (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return 30 + (month + month // 8) % 2


def render(year, month, mark=None):
    cells = ["  "] * weekday(year, month, 1)
    cells += [f"{d:2}" if d != mark else "**" for d in range(1, days(year, month) + 1)]
    yield f"{year}-{month:02}".center(20)
    yield "Mo Tu We Th Fr Sa Su"
    for start in range(0, len(cells), 7):
        yield " ".join(cells[start : start + 7])


print("\n".join(render(2024, 2, mark=29)))
print([days(2023, m) for m in range(1, 13)], weekday(2000, 1, 1), weekday(1970, 1, 1))
