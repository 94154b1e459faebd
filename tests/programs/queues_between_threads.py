"""Threads hand work to each other by queues."""
import queue
import threading

todo, results = queue.Queue(), queue.PriorityQueue()


def work():
    while (item := todo.get()) is not None:
        results.put((-item, item * 2))
        todo.task_done()
    todo.task_done()


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for n in [3, 1, 2, None, None]:
    todo.put(n)
todo.join()
for thread in threads:
    thread.join()
print([results.get() for _ in range(results.qsize())])
stack = queue.LifoQueue(maxsize=1)
stack.put("x")
try:
    stack.put_nowait("y")
except queue.Full:
    print("full", stack.get(), stack.empty())
