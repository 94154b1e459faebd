"""Objects that threads let go of: what is a thread's own ends with it."""
import threading

# Not watched: much of the library runs here, and the order of two threads' ends can change.


class Mark:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        gone.append(self.name)


def work(name):
    own = Mark(name)
    local.value = Mark(name + " local")
    shared.append(Mark(name + " shared"))


gone = []
shared = []
local = threading.local()
local.value = Mark("main local")
for name in ("first", "second"):
    thread = threading.Thread(target=work, args=(name,))
    thread.start()
    thread.join()
    print(gone, len(shared), local.value.name)
shared.clear()
print(gone)
del local
print(gone)
