"""A thread that waits without sleeping is set aside, so that others can do what it waits for."""
# Not watched: it imports much of the library.
import threading
import time

flag = False


def raise_flag():
    global flag
    flag = True


def spin(counts, number, stop):
    while not stop.is_set():
        counts[number] += 1


spinner = threading.Thread(target=lambda: [None for _ in iter(lambda: flag, True)])
setter = threading.Thread(target=raise_flag)
spinner.start()
setter.start()
spinner.join()
setter.join()
print("the flag was seen:", flag)

finished = []
threading.Thread(target=lambda: [time.sleep(0), finished.append(True)]).start()
while not finished:
    time.sleep(0)
print("zero sleeps end:", finished)

stop = threading.Event()
counts = [0, 0]
pair = [threading.Thread(target=spin, args=(counts, n, stop)) for n in range(2)]
for thread in pair:
    thread.start()
while min(counts) < 10:
    pass
stop.set()
for thread in pair:
    thread.join()
print("both had turns:", min(counts) >= 10)

flag = False
late = threading.Thread(target=raise_flag)


def key(item):
    if late.ident is None:
        late.start()
    while not flag:
        pass
    return -item


print("inside a native call:", sorted([1, 2, 3], key=key))


def forever():
    while True:
        pass


threading.Thread(target=forever, daemon=True).start()
print("a daemon does not keep the program")
