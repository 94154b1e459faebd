"""SystemExit unwinds as any exception, and finally blocks run."""
import sys


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def leave():
    local = Thing("local")
    try:
        sys.exit(3)
    finally:
        print("finally")


kept = Thing("global")
try:
    leave()
except SystemExit as error:
    print("code", error.code)
with_code = Thing("second global")
leave()
