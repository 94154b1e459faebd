"""Bare raise, raise in a handler, and the exception being handled."""
import sys


def log_and_pass():
    try:
        raise ValueError("original")
    except ValueError:
        print("logging")
        raise


try:
    log_and_pass()
except ValueError as error:
    print("again:", error)
try:
    raise
except RuntimeError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    raise KeyError
except KeyError as error:
    print(repr(error), sys.exception() is error)
print(sys.exception())
try:
    try:
        1 / 0
    except ZeroDivisionError as first:
        raise KeyError("second")
except KeyError as error:
    print(repr(error.__context__), error.__cause__, error.__suppress_context__)
