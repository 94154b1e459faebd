"""Dates, times and the spans between them."""
# Not watched: the library collects garbage while it is imported.
from datetime import date, datetime, timedelta, timezone

start = datetime(2024, 2, 28, 23, 30)
print(start + timedelta(hours=1), start + timedelta(days=2), start.isoformat(timespec="minutes"))
span = datetime(2025, 1, 1) - start
print(span, span.days, span.total_seconds(), -span // 7)
print(tuple(date.fromisoformat("2024-12-30").isocalendar()), date(2024, 1, 31).replace(month=12).strftime("%d/%m/%y"))
east = timezone(timedelta(hours=5, minutes=30), "IST")
here = datetime(2024, 6, 1, 12, tzinfo=timezone.utc).astimezone(east)
print(here, here.tzname(), here.utcoffset())
try:
    date(2023, 2, 29)
except ValueError as error:
    print(type(error).__name__)
