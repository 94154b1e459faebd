"""Struct sequences: tuples with named fields, some of them behind the items."""
# Not watched: pickle brings much of the library.
import os
import pickle
import time


def attempt(text, action):
    try:
        print(text, '->', action())
    except Exception as error:
        print(text, '->', type(error).__name__, error)


moment = time.struct_time((2024, 2, 29, 12, 30, 59, 3, 60, 0))
print(moment)
print(len(moment), moment[0], moment.tm_year, moment.tm_zone, moment.tm_gmtoff)
print(type(moment).n_fields, type(moment).n_sequence_fields, type(moment).n_unnamed_fields)
with_zone = time.struct_time(tuple(moment) + ('UTC', 0))
print(with_zone.tm_zone, len(with_zone), with_zone == moment)

# Too few, too many, not a sequence.
attempt('eight', lambda: time.struct_time(range(8)))
attempt('twelve', lambda: time.struct_time(range(12)))
attempt('number', lambda: time.struct_time(8))
attempt('dict', lambda: time.struct_time(range(9), {'tm_zone': 'CET'}).tm_zone)
attempt('unknown', lambda: time.struct_time(range(9), {'zone': 'CET'}))
attempt('bad dict', lambda: time.struct_time(range(9), 'CET'))

# Copies with other fields, and through pickle.
changed = moment.__replace__(tm_year=2025, tm_zone='CET')
print(changed.tm_year, changed.tm_mon, changed.tm_zone)
attempt('bad field', lambda: moment.__replace__(year=1))
attempt('positional', lambda: moment.__replace__(1))
again = pickle.loads(pickle.dumps(changed))
print(again == changed, again.tm_zone, type(again) is time.struct_time)

# A file's status has items without a name.
status = os.stat_result(range(10))
print(status.st_mode, status[7], status.st_mtime, status.st_blksize)
attempt('unnamed', lambda: status.__replace__(st_mode=0))
print(status.__match_args__)


def month(moment):
    match moment:
        case time.struct_time(year, 2):
            return f'February {year}'
        case time.struct_time(tm_mon=mon):
            return f'month {mon}'


print(month(moment), month(moment.__replace__(tm_mon=7)))
