"""Objects that threads let go of: each thread's own end with it."""
import threading


class Mark:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        gone.append(self.name)


gone = []
shared = [Mark("shared")]


def work(name, ready):
    own = Mark(name)
    local.value = Mark(name + " local")
    ready.wait()
    shared.clear()


local = threading.local()
ready = threading.Event()
threads = [threading.Thread(target=work, args=(f"t{n}", ready)) for n in range(2)]
for thread in threads:
    thread.start()
print(gone)
ready.set()
for thread in threads:
    thread.join()
print(sorted(gone))
