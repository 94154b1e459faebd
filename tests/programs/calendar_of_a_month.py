"""A month's page of the calendar, and days that are counted."""
# Not watched: the library collects garbage while it is imported.
import calendar
import datetime

print(calendar.month(2024, 2))
first = datetime.date(2024, 2, 1)
print([d.day for d in map(lambda n: first + datetime.timedelta(weeks=n), range(5))])
print(calendar.monthrange(2100, 2), calendar.isleap(2000), calendar.leapdays(1900, 2001))
print(calendar.weekday(1969, 7, 20), calendar.day_name[6])
