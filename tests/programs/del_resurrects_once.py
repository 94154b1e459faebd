"""__del__ may save the object; it is not called a second time."""
import gc

saved = []


class Phoenix:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)
        saved.append(self)


bird = Phoenix("one")
print(gc.is_finalized(bird))
del bird
print(saved[0].name, gc.is_finalized(saved[0]))
saved.clear()
print("gone for good", saved)

bird = Phoenix("in a cycle")
bird.self = bird
del bird
print(gc.collect(), saved[0].name, gc.is_finalized(saved[0]))
saved.clear()
print(gc.collect(), saved)
