"""Watch counts that never reach zero: two objects keep each other alive until the collector comes."""

import gc


class Person:
    def __init__(self, name):
        self.name = name
        self.friend = None

    def __del__(self):
        print("freed", self.name)


gc.disable()            # the collector must not come too early
ann = Person("Ann")
bob = Person("Bob")
ann.friend = bob
bob.friend = ann

del ann
del bob                 # no name is left, yet each count is still 1
print("nothing freed")
print("found", gc.collect())
