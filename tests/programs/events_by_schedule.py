"""Events by a schedule, on a clock of our own."""
# Not watched: the library collects garbage while it is imported.
import sched

now = 0.0
log = []


def clock():
    return now


def wait(seconds):
    global now
    now += seconds


agenda = sched.scheduler(clock, wait)
agenda.enter(5, 1, log.append, ("late",))
agenda.enter(1, 2, log.append, ("soon, second",))
agenda.enter(1, 1, log.append, ("soon, first",))
dropped = agenda.enter(2, 1, log.append, ("never",))
agenda.cancel(dropped)
print(len(agenda.queue), agenda.run(blocking=False), now)
agenda.run()
print(log, now, agenda.empty())
