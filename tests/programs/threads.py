"""Threads take turns: locks, conditions, queues, events, results, errors, locals."""
import queue
import sys
import threading

results = []


def work(number, lock):
    for step in range(3):
        with lock:
            results.append((number, step))


lock = threading.Lock()
workers = [threading.Thread(target=work, args=(n, lock), name=f"worker-{n}") for n in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(sorted(results) == [(n, s) for n in range(3) for s in range(3)], [w.is_alive() for w in workers])

tasks, done = queue.Queue(maxsize=2), []


def consume():
    for item in iter(tasks.get, None):
        done.append(item * item)
        tasks.task_done()


consumer = threading.Thread(target=consume)
consumer.start()
for i in range(6):
    tasks.put(i)
tasks.put(None)
consumer.join()
print(done)

condition, box = threading.Condition(), []


def wait_for_box():
    with condition:
        condition.wait_for(lambda: box)
        print("got", box)


waiter = threading.Thread(target=wait_for_box)
waiter.start()
with condition:
    box.append("a parcel")
    condition.notify_all()
waiter.join()

event = threading.Event()
print(event.wait(0.01), event.is_set())
timer = threading.Timer(0.01, event.set)
timer.start()
print(event.wait(5), threading.active_count() <= 2)
timer.join()

data = threading.local()
data.name = "main"
sys.setrecursionlimit(900)


def other():
    print(hasattr(data, "name"), sys.getrecursionlimit())
    data.name = "other"


thread = threading.Thread(target=other)
thread.start()
thread.join()
print(data.name, threading.current_thread() is threading.main_thread())

failures = []
threading.excepthook = lambda args: failures.append((args.exc_type.__name__, str(args.exc_value)))
bad = threading.Thread(target=lambda: 1 // 0)
bad.start()
bad.join()
print(failures)

rlock = threading.RLock()
with rlock, rlock:
    print(rlock._is_owned(), lock.acquire(timeout=0.01), lock.acquire(blocking=False), lock.locked())
lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)

barrier = threading.Barrier(2)
side = threading.Thread(target=barrier.wait)
side.start()
print(barrier.wait() in (0, 1), sum(1 for _ in range(3)))
side.join()
semaphore = threading.BoundedSemaphore(1)
with semaphore:
    print(semaphore.acquire(blocking=False))
