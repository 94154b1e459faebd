"""Each thread has a trace function and a profile function of its own."""
import sys
import _thread

lock = _thread.allocate_lock()
log = []


def tracer(name):
    def trace(frame, event, arg):
        if frame.f_code is work.__code__:
            log.append(f"{name} {event}")
        return trace

    return trace


def work(n):
    total = n
    return total


def thread(name):
    with lock:
        log.append(f"{name} starts with {sys.gettrace()} {sys.getprofile()}")
        sys.settrace(tracer(name))
        work(1)
        log.append(f"{name} traced {sys.gettrace() is not None}")
    done.release()


sys.settrace(tracer("main"))
work(0)
done = _thread.allocate_lock()
done.acquire()
for name in ("one", "two"):
    _thread.start_new_thread(thread, (name,))
    done.acquire()
work(2)
sys.settrace(None)
work(3)
print(*log, sep="\n")
