"""Moments as dates, in UTC, and dates as text."""
# Not watched: the library collects garbage while it is imported.
import time

moment = time.gmtime(1_000_000_000)
print(moment)
print(moment.tm_year, moment.tm_yday, moment[:3], moment.tm_gmtoff, moment.tm_zone)
print(time.asctime(moment))
print(time.strftime("%Y-%m-%d %H:%M:%S %a %j %U %W %p %y %%", moment))
print(time.strptime("29 Feb 2024 07:05", "%d %b %Y %H:%M")[:7])
day = time.struct_time((2024, 2, 29, 0, 0, 0, 3, 60, 0))
print(time.strftime("%A %d. %B", day), len(day))
for wrong in [(1, 2), (2024, 13, 1, 0, 0, 0, 0, 1, 0)]:
    try:
        time.strftime("%Y", wrong)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
