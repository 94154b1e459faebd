"""Objects that outlive the program's names see them as None."""
import sys


class Late:
    def __del__(self):
        print("late:", sys is None, print is None, value)


value = "a value"
sys.keeper = Late()
print("end")
