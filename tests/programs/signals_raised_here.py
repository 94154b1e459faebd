"""Handlers of signals that the program raises itself."""
# Not watched: the library collects garbage while it is imported.
import signal

seen = []


def handler(number, frame):
    seen.append((signal.Signals(number).name, frame.f_code.co_name))


def work():
    signal.raise_signal(signal.SIGUSR1)


before = signal.signal(signal.SIGUSR1, handler)
work()
print(seen, before, signal.getsignal(signal.SIGUSR1) is handler)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
work()
print(len(seen), signal.strsignal(signal.SIGTERM), signal.SIGINT in signal.valid_signals())
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
