"""Handlers of an interrupt: the program's own, none, the default; raised by itself."""
# Not watched: it imports much of the library.
import _thread
import signal

seen = []


def handler(number, frame):
    seen.append((signal.Signals(number).name, frame.f_code.co_name))


def work():
    _thread.interrupt_main()
    for _ in range(3):
        pass
    return "worked on"


print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
old = signal.signal(signal.SIGINT, handler)
print(work(), seen)
signal.raise_signal(signal.SIGINT)
print(seen[-1])


def angry(number, frame):
    raise RuntimeError("no more")


signal.signal(signal.SIGINT, angry)
try:
    work()
except RuntimeError as error:
    print("angry:", error)

signal.signal(signal.SIGINT, signal.SIG_IGN)
print(work())
signal.signal(signal.SIGINT, old)
try:
    work()
except KeyboardInterrupt:
    print("interrupted")
