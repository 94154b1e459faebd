"""Signals that come from outside the program: timers, itself by number, masks and waiting."""
# Not watched: timers and signals are the process's.
import os
import signal
import threading
import time

log = []


class TimeUp(Exception):
    pass


def note(number, frame):
    log.append((signal.Signals(number).name, threading.current_thread().name))


def time_up(number, frame):
    raise TimeUp


signal.signal(signal.SIGALRM, time_up)
signal.setitimer(signal.ITIMER_REAL, 0.05)
count = 0
try:
    while True:
        count += 1
except TimeUp:
    print('the loop was stopped:', count > 0)

print(signal.alarm(10), signal.alarm(0), signal.alarm(0))
print(signal.setitimer(signal.ITIMER_REAL, 0), signal.getitimer(signal.ITIMER_REAL))
try:
    signal.setitimer(9, 1)
except signal.ItimerError as error:
    print(type(error).__name__, error, error.errno)

# A timer that comes again and again, while the program sleeps.
signal.signal(signal.SIGALRM, note)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
begun = time.monotonic()
while len(log) < 3:
    signal.pause()
signal.setitimer(signal.ITIMER_REAL, 0)
print(log[:3], time.monotonic() - begun >= 0.02)

# Signals to itself, and from another thread: handlers run in the main one.
log.clear()
signal.signal(signal.SIGUSR1, note)
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
thread = threading.Thread(target=lambda: signal.raise_signal(signal.SIGUSR1), name='worker')
thread.start()
thread.join()
print(log)


def elsewhere():
    try:
        signal.signal(signal.SIGUSR1, note)
    except ValueError as error:
        print(error)


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()

# Held back, they wait.
log.clear()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
signal.raise_signal(signal.SIGUSR1)
print(log, signal.sigpending())
old = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
print(log, old, signal.sigpending())
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigwait({signal.SIGUSR2}))

# Ignored, and back to the default.
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.raise_signal(signal.SIGUSR1)
print(signal.getsignal(signal.SIGUSR1), signal.getsignal(signal.SIGTERM))
