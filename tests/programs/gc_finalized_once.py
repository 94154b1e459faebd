"""`gc.is_finalized`, and an object that comes back."""
import gc


class Phoenix:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("burns")
        ashes.append(self)


gc.collect()
gc.disable()
ashes = []
Phoenix()
print(gc.collect(), len(ashes), gc.is_finalized(ashes[0]))
ashes.clear()
print(gc.collect() > 0, ashes)
bird = Phoenix()
print(gc.is_finalized(bird), gc.is_finalized(1), gc.is_finalized([]))
bird.me = None
del bird
print(len(ashes), gc.is_finalized(ashes[0]))
ashes.clear()
print(ashes)
